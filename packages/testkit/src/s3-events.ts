interface ObjectOptions {
  readonly key?: string;
  readonly bucket?: string;
  readonly sequencer?: string;
  readonly versionId?: string;
}

const envelope = (detailType: string, detail: object) => ({
  version: '0',
  id: 'event-1',
  'detail-type': detailType,
  source: 'aws.s3',
  account: '000000000000',
  time: '2024-03-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

const object = ({ key = 'bill.csv', sequencer = '0A', versionId }: ObjectOptions) => ({
  key,
  sequencer,
  ...(versionId && { 'version-id': versionId }),
});

/** "Object Created" as S3 sends it to EventBridge. */
export const objectCreated = (options: ObjectOptions & { size?: number; etag?: string } = {}) =>
  envelope('Object Created', {
    version: '0',
    bucket: { name: options.bucket ?? 'landing' },
    object: { ...object(options), size: options.size ?? 10, etag: options.etag ?? 'e1' },
    reason: 'PutObject',
  });

/** "Object Deleted" as S3 sends it to EventBridge. */
export const objectDeleted = (
  options: ObjectOptions & { reason?: string; deletionType?: 'Permanently Deleted' | 'Delete Marker Created' } = {},
) =>
  envelope('Object Deleted', {
    version: '0',
    bucket: { name: options.bucket ?? 'landing' },
    object: object(options),
    reason: options.reason ?? 'DeleteObject',
    'deletion-type': options.deletionType ?? 'Delete Marker Created',
  });
