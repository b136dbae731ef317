/** FOCUS service category and subcategory. */
export type ServiceClass = readonly [category: string, subcategory: string];

const BY_CODE: Record<string, ServiceClass> = {
  AmazonEC2: ['Compute', 'Virtual Machines'],
  AmazonECS: ['Compute', 'Containers'],
  AmazonEKS: ['Compute', 'Containers'],
  AWSLambda: ['Compute', 'Serverless Compute'],
  ComputeSavingsPlans: ['Compute', 'Other (Compute)'],
  AmazonRDS: ['Databases', 'Relational Databases'],
  AmazonDynamoDB: ['Databases', 'NoSQL Databases'],
  AmazonElastiCache: ['Databases', 'Caching'],
  AmazonS3: ['Storage', 'Object Storage'],
  AWSGlue: ['Analytics', 'Data Processing'],
  AmazonCloudFront: ['Networking', 'Content Delivery'],
  AmazonRoute53: ['Networking', 'Network Routing'],
  AmazonVPC: ['Networking', 'Network Infrastructure'],
  AWSDataTransfer: ['Networking', 'Network Connectivity'],
  AWSELB: ['Networking', 'Application Networking'],
  AmazonCloudWatch: ['Management and Governance', 'Observability'],
  AWSSupportDeveloper: ['Management and Governance', 'Support'],
  AWSQueueService: ['Integration', 'Messaging'],
  awskms: ['Security', 'Secret Management'],
};

/** How FOCUS classes an AWS service by its code. Source: FOCUS specification, "Service Category". */
export const serviceClass = (code: string): ServiceClass => BY_CODE[code] ?? ['Other', 'Other (Other)'];
