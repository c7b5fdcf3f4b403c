"""A template of one of each, which keeps every rule of the house. A table of data."""

import yaml

from tests.template.house import Template

SMALL: Template = yaml.safe_load("""
Globals:
  Function: {Runtime: python3.13, Architectures: [arm64], MemorySize: 512, Timeout: 15}
Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      KeyPolicy: {Statement: [{Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*"}]}
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      DeletionProtectionEnabled: true
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      SSESpecification: {SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: {Ref: Key}}
  Bucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}
      VersioningConfiguration: {Status: Enabled}
      LifecycleConfiguration: {Rules: [{Status: Enabled}]}
      BucketEncryption:
        ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms"}}]
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: {Ref: Bucket}
      PolicyDocument:
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: "s3:*"
            Resource: {"Fn::Sub": "${Bucket.Arn}/*"}
            Condition: {Bool: {"aws:SecureTransport": "false"}}
  Topic: {Type: "AWS::SNS::Topic", Properties: {TopicName: alarms}}
  Log: {Type: "AWS::Logs::LogGroup", Properties: {RetentionInDays: 400}}
  Worker:
    Type: AWS::Serverless::Function
    Metadata: {BuildProperties: {ParentPackageMode: explicit, ParentPackages: functions.identity}}
    Properties:
      CodeUri: functions/identity/
      Handler: functions.identity.app.lambda_handler
      ReservedConcurrentExecutions: 2
      LoggingConfig: {LogGroup: {Ref: Log}}
      EventInvokeConfig:
        MaximumRetryAttempts: 2
        MaximumEventAgeInSeconds: 3600
        DestinationConfig: {OnFailure: {Type: SQS, Destination: {"Fn::GetAtt": [Dlq, Arn]}}}
      Policies:
        - Statement:
            - {Effect: Allow, Action: ["dynamodb:PutItem"], Resource: {"Fn::GetAtt": [JournalTable, Arn]}}
            - {Effect: Allow, Action: ["s3:GetObject"], Resource: {"Fn::Sub": "${Bucket.Arn}/incoming/*"}}
            - {Effect: Allow, Action: ["sqs:SendMessage"], Resource: {"Fn::GetAtt": [Dlq, Arn]}}
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: {"Fn::GetAtt": [Queue, Arn]}
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: {MaximumConcurrency: 2}
        Stream:
          Type: DynamoDB
          Properties:
            Stream: {"Fn::GetAtt": [Table, StreamArn]}
            MaximumRetryAttempts: 10
            MaximumRecordAgeInSeconds: 3600
            DestinationConfig: {OnFailure: {Type: SQS, Destination: {"Fn::GetAtt": [Dlq, Arn]}}}
        Nightly:
          Type: ScheduleV2
          Properties:
            ScheduleExpressionTimezone: Asia/Shanghai
            RetryPolicy: {MaximumRetryAttempts: 2}
            DeadLetterConfig: {Arn: {"Fn::GetAtt": [Dlq, Arn]}}
  Monthly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpressionTimezone: Asia/Shanghai
      Target:
        RetryPolicy: {MaximumRetryAttempts: 2}
        DeadLetterConfig: {Arn: {"Fn::GetAtt": [Dlq, Arn]}}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: {Ref: Key}
      VisibilityTimeout: 90
      RedrivePolicy: {deadLetterTargetArn: {"Fn::GetAtt": [Dlq, Arn]}, maxReceiveCount: 5}
  Dlq: {Type: "AWS::SQS::Queue", Properties: {KmsMasterKeyId: {Ref: Key}}}
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [{Ref: Queue}]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: {"Fn::GetAtt": [Queue, Arn]}
            Condition: {ArnEquals: {"aws:SourceArn": {"Fn::GetAtt": [Rule, Arn]}}}
  Rule:
    Type: AWS::Events::Rule
    Properties: {Targets: [{Id: queue, Arn: {"Fn::GetAtt": [Queue, Arn]}}]}
  DlqAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{Name: QueueName, Value: {"Fn::GetAtt": [Dlq, QueueName]}}]
      AlarmActions: [{Ref: Topic}]
  FailuresAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      MetricName: 5xx
      Dimensions: [{Name: ApiId, Value: {Ref: Api}}]
      AlarmActions: [{Ref: Topic}]
  Api: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: HTTP}}
  ApiRole:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement: [{Action: "lambda:InvokeFunction", Resource: [{"Fn::GetAtt": [Worker, Arn]}]}]
  Authorizer: {Type: "AWS::ApiGatewayV2::Authorizer", Properties: {AuthorizerType: JWT}}
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {IntegrationUri: {"Fn::GetAtt": [Worker, Arn]}, CredentialsArn: {"Fn::GetAtt": [ApiRole, Arn]}}
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {RouteKey: ANY /v1/things, AuthorizationType: JWT, AuthorizerId: {Ref: Authorizer}}
  HealthRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties: {RouteKey: GET /v1/health, AuthorizationType: NONE}
""")
