import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AlmanacError } from '@almanac/kernel';
import type { JsonObject, Vault } from '@almanac/schedules';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  InvalidCiphertextException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import * as z from 'zod';

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D: what GCM is made for. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const envelope = z.object({ v: z.literal(1), key: z.base64(), box: z.base64() });
const values = z.record(z.string(), z.json());

/**
 * Envelope encryption: each sealing has a data key of its own, which KMS encrypts and only KMS can decrypt, and only for the
 * schedule it was made for (encryption context). KMS itself encrypts 4 KB at most.
 */
export function kmsVault(kms: KMSClient, KeyId: string): Vault {
  const dataKey = async (schedule_id: string, CiphertextBlob: Uint8Array): Promise<Uint8Array | undefined> => {
    const EncryptionContext = { schedule_id };
    try {
      return (await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext }))).Plaintext;
    } catch (error) {
      throw error instanceof InvalidCiphertextException ? closed(schedule_id, error) : error;
    }
  };

  return {
    async seal(schedule_id, sealed) {
      const { Plaintext, CiphertextBlob } = await kms.send(
        new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: { schedule_id } }),
      );
      if (!Plaintext || !CiphertextBlob) throw closed(schedule_id, new Error('KMS gave no data key'));
      const box = encrypt(Plaintext, schedule_id, JSON.stringify(sealed));
      Plaintext.fill(0);
      return encode({ v: 1, key: Buffer.from(CiphertextBlob).toString('base64'), box: box.toString('base64') });
    },

    async open(schedule_id, sealed): Promise<JsonObject> {
      const { key, box } = decode(schedule_id, sealed);
      const Plaintext = await dataKey(schedule_id, Buffer.from(key, 'base64'));
      if (!Plaintext) throw closed(schedule_id, new Error('KMS gave no data key'));
      try {
        return values.parse(JSON.parse(decrypt(Plaintext, schedule_id, Buffer.from(box, 'base64'))));
      } catch (error) {
        throw closed(schedule_id, error);
      } finally {
        Plaintext.fill(0);
      }
    },
  };
}

function encrypt(key: Uint8Array, schedule_id: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(schedule_id));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Uint8Array, schedule_id: string, box: Buffer): string {
  const nonce = box.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(schedule_id));
  decipher.setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = box.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

const encode = (sealed: z.infer<typeof envelope>): string => `v1.${sealed.key}.${sealed.box}`;

function decode(schedule_id: string, sealed: string): z.infer<typeof envelope> {
  const [version, key, box] = sealed.split('.');
  const parsed = envelope.safeParse({ v: version === 'v1' ? 1 : version, key, box });
  if (!parsed.success) throw closed(schedule_id, parsed.error);
  return parsed.data;
}

const closed = (schedule_id: string, cause: unknown): AlmanacError =>
  new AlmanacError(
    'VAULT_CLOSED',
    `The sensitive fields of schedule ${schedule_id} cannot be opened: they were altered, or sealed for another schedule. Give their values again`,
    { schedule_id },
    { cause },
  );
