import type { Cells } from './columns.ts';

/** Product attributes of an instance type, and its normalisation factor. */
export type Instance = { type: string; factor: number; attributes: Cells };

type Shape = [type: string, factor: number, vcpu: string, memory: string, network: string, processor: string];

const instance = ([type, factor, vcpu, memory, network, processor]: Shape, attributes: Cells): Instance => ({
  type,
  factor,
  attributes: {
    'product/instanceType': type,
    'product/instanceTypeFamily': type.split('.').at(-2) ?? '',
    'product/vcpu': vcpu,
    'product/memory': memory,
    'product/networkPerformance': network,
    'product/physicalProcessor': processor,
    'product/processorArchitecture': '64-bit',
    'product/currentGeneration': 'Yes',
    'product/normalizationSizeFactor': String(factor),
    'lineItem/NormalizationFactor': `${factor}.0000000000`,
    ...attributes,
  },
});

/** An EC2 instance type, Linux, shared tenancy. */
export const compute = (...shape: Shape): Instance =>
  instance(shape, {
    'product/capacitystatus': 'Used',
    'product/clockSpeed': '3.1 GHz',
    'product/dedicatedEbsThroughput': 'Up to 4750 Mbps',
    'product/instanceFamily': 'General purpose',
    'product/licenseModel': 'No License required',
    'product/marketoption': 'OnDemand',
    'product/operatingSystem': 'Linux',
    'product/preInstalledSw': 'NA',
    'product/storage': 'EBS only',
    'product/tenancy': 'Shared',
  });

/** A database instance type, PostgreSQL, one zone. */
export const database = (...shape: Shape): Instance =>
  instance(shape, {
    'product/databaseEngine': 'PostgreSQL',
    'product/deploymentOption': 'Single-AZ',
    'product/instanceFamily': 'Memory optimized',
    'product/licenseModel': 'No license required',
  });

/** A cache node type, Redis. */
export const cache = (...shape: Shape): Instance => instance(shape, { 'product/instanceFamily': 'Memory optimized' });
