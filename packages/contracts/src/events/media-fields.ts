import * as z from 'zod';

/** Fields that the events of the media downloader share. */
export const fileId = z.string().min(1).describe('YouTube video id');
export const fileSize = z.int().nonnegative().describe('Size of the file in bytes');
export const contentType = z.string().min(1).describe('MIME type');
export const unixMs = z.int().nonnegative().describe('Unix time in milliseconds');
