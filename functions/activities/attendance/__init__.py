"""Who came: the code and sign-ins, peers, the lists of online meetings, the roll call, guests, visits."""
