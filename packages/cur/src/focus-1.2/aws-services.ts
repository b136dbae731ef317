import { SERVICE_SUBCATEGORIES, type ServiceCategory, type ServiceSubcategory } from './allowed-values.ts';

/**
 * AWS services by the subcategory of their main purpose; the code is `lineItem/ProductCode`.
 * AWS publishes no such table, so this is our judgement; in FOCUS exports AWS's own values stand.
 */
const SERVICES: Readonly<Partial<Record<ServiceSubcategory, readonly string[]>>> = {
  'AI Platforms': ['AmazonSageMaker'],
  'Generative AI': ['AmazonBedrock', 'AmazonQ'],
  Bots: ['AmazonLex'],
  'Machine Learning': ['AmazonForecast', 'AmazonPersonalize', 'AmazonRekognition'],
  'Natural Language Processing': ['AmazonPolly', 'AmazonTextract', 'comprehend', 'transcribe', 'translate'],
  'Analytics Platforms': ['ElasticMapReduce', 'AmazonDataZone'],
  'Business Intelligence': ['AmazonQuickSight'],
  'Data Processing': ['AmazonAthena', 'AWSGlue', 'datapipeline'],
  Search: ['AmazonCloudSearch', 'AmazonES', 'AmazonKendra'],
  'Streaming Analytics': ['AmazonKinesis', 'AmazonKinesisAnalytics', 'AmazonKinesisFirehose'],
  'Productivity and Collaboration': [
    'AmazonChime',
    'AmazonConnect',
    'AmazonPinpoint',
    'AmazonWorkDocs',
    'AmazonWorkMail',
  ],
  Containers: ['AmazonECR', 'AmazonECS', 'AmazonEKS', 'AWSAppRunner'],
  'End User Computing': ['AmazonAppStream', 'AmazonWorkSpaces'],
  'Quantum Compute': ['AmazonBraket'],
  'Serverless Compute': ['AWSLambda'],
  'Virtual Machines': ['AmazonEC2', 'AmazonLightsail'],
  'Other (Compute)': ['AWSBatch', 'AWSOutposts', 'ComputeSavingsPlans'],
  Caching: ['AmazonDAX', 'AmazonElastiCache', 'AmazonMemoryDB'],
  'Data Warehouses': ['AmazonRedshift'],
  'Ledger Databases': ['AmazonQLDB'],
  'NoSQL Databases': ['AmazonDocDB', 'AmazonDynamoDB', 'AmazonMCS', 'AmazonNeptune', 'AmazonSimpleDB'],
  'Relational Databases': ['AmazonRDS'],
  'Time Series Databases': ['AmazonTimestream'],
  'Developer Platforms': ['AWSAmplify', 'AWSCodeArtifact'],
  'Continuous Integration and Deployment': ['AWSCodeDeploy', 'AWSCodePipeline', 'CodeBuild'],
  'Development Environments': ['AWSCloud9'],
  'Source Code Management': ['AWSCodeCommit'],
  'Quality Assurance': ['AWSDeviceFarm', 'AWSXRay'],
  'Identity and Access Management': ['AmazonCognito', 'AWSDirectoryService'],
  'API Management': ['AmazonApiGateway', 'AWSAppSync'],
  Messaging: ['AmazonMQ', 'AmazonMSK', 'AmazonSES', 'AmazonSNS', 'AWSEvents', 'AWSQueueService'],
  'Workflow Orchestration': ['AmazonMWAA', 'AmazonStates', 'AmazonSWF'],
  'IoT Platforms': ['AWSGreengrass', 'AWSIoT'],
  'IoT Analytics': ['AWSIoTAnalytics'],
  'Cost Management': ['AWSBudgets', 'AWSCostExplorer'],
  Compliance: ['AWSAuditManager', 'AWSConfig'],
  Observability: ['AmazonCloudWatch', 'AmazonGrafana', 'AmazonPrometheus', 'AWSCloudTrail'],
  Support: [
    'AWSSupportBusiness',
    'AWSSupportDeveloper',
    'AWSSupportEnterprise',
    'AWSEnterpriseOnRamp',
    'OCBPremiumSupport',
  ],
  'Other (Management and Governance)': ['AWSServiceCatalog', 'AWSSystemsManager'],
  Gaming: ['AmazonGameLift'],
  'Media Streaming': ['AmazonIVS', 'AWSElementalMediaLive', 'AWSElementalMediaPackage', 'AmazonKinesisVideo'],
  'Other (Media)': ['AmazonETS', 'AWSElementalMediaConvert', 'AWSElementalMediaStore', 'AWSElementalMediaTailor'],
  'Data Migration': ['AWSDatabaseMigrationSvc', 'AWSDataSync', 'AWSImportExport', 'AWSSnowball', 'AWSTransfer'],
  'Application Networking': ['AWSAppMesh', 'AWSCloudMap', 'AWSELB', 'AmazonVpcLattice'],
  'Content Delivery': ['AmazonCloudFront'],
  'Network Connectivity': ['AWSDataTransfer', 'AWSDirectConnect', 'AWSGlobalAccelerator'],
  'Network Infrastructure': ['AmazonVPC'],
  'Network Routing': ['AmazonRoute53'],
  'Network Security': ['AWSFirewallManager', 'AWSNetworkFirewall', 'AWSShield', 'awswaf'],
  'Secret Management': ['AWSCertificateManager', 'awskms', 'AWSSecretsManager', 'CloudHSM'],
  'Security Posture Management': ['AmazonInspector', 'AmazonInspectorV2', 'AWSSecurityHub'],
  'Threat Detection and Response': ['AmazonDetective', 'AmazonGuardDuty', 'AmazonMacie', 'AmazonSecurityLake'],
  'Backup Storage': ['AmazonGlacier', 'AWSBackup'],
  'File Storage': ['AmazonEFS', 'AmazonFSx'],
  'Object Storage': ['AmazonS3', 'AmazonS3GlacierDeepArchive'],
  'Storage Platforms': ['AWSStorageGateway'],
  'Application Platforms': ['AWSElasticBeanstalk'],
};

const BY_CODE = new Map(
  Object.entries(SERVICES).flatMap(([subcategory, codes]) => codes.map((code) => [code, subcategory] as const)),
);

const CATEGORY_OF = new Map<string, string>(
  Object.entries(SERVICE_SUBCATEGORIES).flatMap(([category, all]) => all.map((each) => [each, category] as const)),
);

/** The service subcategory of a service code; `Other (Other)` for one that is not listed, as of AWS Marketplace. */
export const serviceSubcategory = (code: string): string => BY_CODE.get(code) ?? 'Other (Other)';

/** The one parent of a service subcategory; `Other` where it is none of FOCUS's. */
export const serviceCategory = (subcategory: string): string => CATEGORY_OF.get(subcategory) ?? 'Other';

/** The subcategory for what none of a category's fits; none for a category that is not FOCUS's. */
export const otherOf = (category: string): string | undefined =>
  Object.hasOwn(SERVICE_SUBCATEGORIES, category)
    ? SERVICE_SUBCATEGORIES[category as ServiceCategory].at(-1)
    : undefined;
