"""The tree: committees, general branches, branches, and what each of them is.

Owns the organisations (`kernel.directory` is the contract by which all read them) and the index of a county's tree.
Publishes `OrganisationsFounded`, `OrganisationsChanged`. Takes the rows of organisation rosters from `rosters` and
answers with their outcomes; listens to no event.
"""
