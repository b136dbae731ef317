import * as z from 'zod';
import { awsConfig, stack } from './stack.ts';

const list = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policy = z.object({
  Statement: z.array(z.object({ Effect: z.literal('Allow'), Action: list, Resource: list })),
});
export type Policy = z.infer<typeof policy>;

const query = async (parameters: Record<string, string>): Promise<string> => {
  const { accessKeyId } = awsConfig.credentials;
  const scope = `${accessKeyId}/20250101/${stack.region}/iam/aws4_request`; // the emulator reads who asks, not the rest
  const response = await fetch(stack.endpoint_url, {
    method: 'POST',
    headers: { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`IAM: ${text}`);
  return text;
};

const texts = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => match[1] ?? '');

/** Everything that a role may do: its inline policies, put together. It must have no others. */
export const rolePolicy = async (RoleName: string): Promise<Policy> => {
  const attached = await query({ Action: 'ListAttachedRolePolicies', RoleName });
  if (texts(attached, 'PolicyArn').length > 0) throw new Error(`${RoleName} has attached policies: ${attached}`);
  const names = texts(await query({ Action: 'ListRolePolicies', RoleName }), 'member');
  const documents = await Promise.all(
    names.map(async (PolicyName) => {
      const [document = ''] = texts(await query({ Action: 'GetRolePolicy', RoleName, PolicyName }), 'PolicyDocument');
      return policy.parse(JSON.parse(decodeURIComponent(document)));
    }),
  );
  return { Statement: documents.flatMap(({ Statement }) => Statement) };
};
