import * as z from 'zod';

/** Fields that the answers to commands share. */
export const messageId = z.string().min(1).describe("SNS's id of the message that asked for it");
export const requestedBy = z.string().min(1).describe('Who asked: `sns`, or `sns:` and `created_by` of the message');
