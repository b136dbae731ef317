import type { Cells } from './columns.ts';
import { cache, compute, database, type Instance } from './instances.ts';

/** What a use takes its share of: on-demand spend, the data job's, one of two Savings Plans, or a reservation. */
export type Pool = 'on-demand' | 'data-job' | 'compute-plan' | 'instance-plan' | 'reservation';

/** One thing that is used: a service's usage type with its price and what a line item says of it. */
export type Offering = {
  service: string;
  name: string;
  family: string;
  usageType: string;
  operation: string;
  unit: string;
  /** Price of a unit, in currency units. */
  rate: number;
  /** Share of its pool's spend. */
  share: number;
  pool: Pool;
  /** Which of region, region code and zone a line item carries; `global` carries none. */
  place: 'zone' | 'region' | 'code-only' | 'zone-only' | 'global';
  /** Amounts far below a cent, or nothing charged at all. */
  amounts: 'normal' | 'tiny' | 'free';
  /** `{region}`, `{account}`, `{hex}` and `{name}` are filled in; empty: no resource. */
  resource: string;
  instance?: Instance;
  attributes: Cells;
};

type Identity = [service: string, name: string, family: string];
type Usage = [usageType: string, operation: string, unit: string, rate: number, share: number];
type Details = Partial<Pick<Offering, 'pool' | 'place' | 'amounts' | 'resource' | 'instance' | 'attributes'>>;

const use = (
  [service, name, family]: Identity,
  [usageType, operation, unit, rate, share]: Usage,
  details: Details = {},
): Offering => ({
  ...{ service, name, family, usageType, operation, unit, rate, share },
  ...{ pool: 'on-demand', place: 'region', amounts: 'normal', resource: '', attributes: {} },
  ...details,
});

const EC2: Identity = ['AmazonEC2', 'Amazon Elastic Compute Cloud', 'Compute Instance'];
const EBS: Identity = ['AmazonEC2', 'Amazon Elastic Compute Cloud', 'Storage'];
const RDS: Identity = ['AmazonRDS', 'Amazon Relational Database Service', 'Database Instance'];
const S3: Identity = ['AmazonS3', 'Amazon Simple Storage Service', 'Storage'];
const LAMBDA: Identity = ['AWSLambda', 'AWS Lambda', 'Serverless'];
const DYNAMODB: Identity = ['AmazonDynamoDB', 'Amazon DynamoDB', 'Amazon DynamoDB PayPerRequest Throughput'];
const FARGATE: Identity = ['AmazonECS', 'Amazon Elastic Container Service', 'Compute'];
const m5 = compute('m5.xlarge', 8, '4', '16 GiB', 'Up to 10 Gigabit', 'Intel Xeon Platinum 8175');
const m6i = compute('m6i.2xlarge', 16, '8', '32 GiB', 'Up to 12500 Megabit', 'Intel Xeon 8375C (Ice Lake)');
const t3 = compute('t3.medium', 2, '2', '4 GiB', 'Up to 5 Gigabit', 'Intel Skylake E5 2686 v5');
const c5 = compute('c5.large', 4, '2', '4 GiB', 'Up to 10 Gigabit', 'Intel Xeon Platinum 8124M');
const r6g = database('db.r6g.large', 4, '2', '16 GiB', 'Up to 10 Gigabit', 'AWS Graviton2');
const redis = cache('cache.r6g.large', 4, '2', '13.07 GiB', 'Up to 10 Gigabit', 'AWS Graviton2');

/** The offering that spikes; it is used in one account only. */
export const SPIKING: Offering = use(
  ['AWSGlue', 'AWS Glue', 'AWS Glue'],
  ['ETL-DPU-Hour', 'Jobrun', 'DPU-Hour', 0.44, 1],
  {
    pool: 'data-job',
    resource: 'arn:aws:glue:{region}:{account}:job/{name}',
    attributes: { 'product/group': 'ETL Job run' },
  },
);

const S3_TIER = { 'product/storageClass': 'General Purpose', 'product/volumeType': 'Standard' } as const;
const GP3 = { 'product/volumeApiName': 'gp3', 'product/volumeType': 'General Purpose' } as const;
const ARN = 'arn:aws:{service}:{region}:{account}';

/** Everything in use; the first ones are in every file that has rows for them. */
export const OFFERINGS: readonly [Offering, ...Offering[]] = [
  SPIKING,
  use(EC2, ['BoxUsage:m5.xlarge', 'RunInstances', 'Hrs', 0.192, 30], {
    ...{ place: 'zone', resource: 'i-{hex}', instance: m5 },
  }),
  use(RDS, ['InstanceUsage:db.r6g.large', 'CreateDBInstance:0014', 'Hrs', 0.26, 14], {
    ...{ resource: `${ARN}:db:{name}`, instance: r6g },
  }),
  use(EC2, ['BoxUsage:m6i.2xlarge', 'RunInstances', 'Hrs', 0.384, 30], {
    ...{ pool: 'compute-plan', place: 'zone', resource: 'i-{hex}', instance: m6i },
  }),
  use(S3, ['TimedStorage-ByteHrs', 'StandardStorage', 'GB-Mo', 0.023, 10], { resource: '{name}', attributes: S3_TIER }),
  use(EC2, ['BoxUsage:c5.large', 'RunInstances', 'Hrs', 0.085, 4], {
    ...{ pool: 'reservation', place: 'zone', resource: 'i-{hex}', instance: c5 },
  }),
  use(LAMBDA, ['Lambda-GB-Second', 'Invoke', 'Lambda-GB-Second', 0.0000166667, 5], {
    resource: `${ARN}:function:{name}`,
  }),
  use(DYNAMODB, ['WriteRequestUnits', 'PayPerRequestThroughput', 'WriteRequestUnits', 0.00000125, 5], {
    resource: `${ARN}:table/{name}`,
  }),
  use(['AmazonCloudFront', 'Amazon CloudFront', 'Data Transfer'], ['DataTransfer-Out-Bytes', 'GET', 'GB', 0.085, 6], {
    ...{ place: 'global', resource: 'arn:aws:cloudfront::{account}:distribution/{hex}' },
  }),
  use(EC2, ['BoxUsage:t3.medium', 'RunInstances', 'Hrs', 0.0416, 1], {
    ...{ pool: 'instance-plan', place: 'zone', resource: 'i-{hex}', instance: t3 },
  }),
  use(['awskms', 'AWS Key Management Service', 'Encryption Key'], ['KMS-Requests', 'Decrypt', 'Requests', 3e-6, 0], {
    ...{ amounts: 'tiny', resource: `${ARN}:key/{hex}` },
  }),
  use(EBS, ['EBS:VolumeUsage.gp3', 'CreateVolume-Gp3', 'GB-Mo', 0.08, 6], {
    ...{ place: 'zone-only', resource: 'vol-{hex}', attributes: GP3 },
  }),
  use(['AmazonRoute53', 'Amazon Route 53', 'DNS Zone'], ['HostedZone', 'HostedZone', 'HostedZone', 0.5, 1], {
    ...{ place: 'global', resource: 'arn:aws:route53:::hostedzone/{hex}' },
  }),
  use(['AmazonCloudWatch', 'AmazonCloudWatch', 'Metric'], ['CW:Requests', 'PutMetricData', 'Requests', 0, 0], {
    amounts: 'free',
  }),
  use(FARGATE, ['Fargate-vCPU-Hours:perCPU', 'FargateTask', 'hours', 0.04048, 12], {
    ...{ pool: 'compute-plan', resource: `${ARN}:task/{name}/{hex}` },
  }),
  use(FARGATE, ['Fargate-GB-Hours', 'FargateTask', 'hours', 0.004445, 5], { resource: `${ARN}:task/{name}/{hex}` }),
  use(['AWSQueueService', 'Amazon Simple Queue Service', 'API Request'], ['Requests', 'Receive', 'Requests', 4e-7, 0], {
    ...{ amounts: 'tiny', resource: `${ARN}:{name}` },
  }),
  use(['AWSDataTransfer', 'AWS Data Transfer', 'Data Transfer'], ['DataTransfer-Out-Bytes', 'Out', 'GB', 0.09, 4], {
    attributes: { 'product/toLocation': 'External', 'product/transferType': 'AWS Outbound' },
  }),
  use(['AmazonElastiCache', 'Amazon ElastiCache', 'Cache Instance'], ['NodeUsage', 'Cache:0002', 'Hrs', 0.206, 5], {
    ...{ resource: `${ARN}:cluster:{name}`, instance: redis, place: 'code-only' },
  }),
  use(['AmazonVPC', 'Amazon Virtual Private Cloud', 'VpcEndpoint'], ['VpcEndpoint-Hours', 'Vpce', 'Hrs', 0.01, 2], {
    resource: `${ARN}:vpc-endpoint/vpce-{hex}`,
  }),
  use(EBS, ['NatGateway-Hours', 'NatGateway', 'Hrs', 0.045, 5], { resource: `${ARN}:natgateway/nat-{hex}` }),
  use(S3, ['Requests-Tier1', 'PutObject', 'Requests', 0.000005, 2], { resource: '{name}', attributes: S3_TIER }),
  use(
    ['AmazonEKS', 'Amazon Elastic Container Service for Kubernetes', 'Compute'],
    ['perCluster', '', 'hours', 0.1, 3],
    {
      resource: `${ARN}:cluster/{name}`,
    },
  ),
  use(['AWSELB', 'Elastic Load Balancing', 'Load Balancer'], ['LCUUsage', 'LoadBalancing', 'LCU-Hrs', 0.008, 4], {
    resource: `${ARN}:loadbalancer/app/{name}/{hex}`,
  }),
];
