import * as z from 'zod';

/** Fields that the events of runs share. */
export const scheduleId = z.string().min(1).describe('Id of the schedule');
export const runId = z.string().min(1).describe('Id of the run, unique within its schedule');
export const scheduledTime = z.iso.datetime().describe('When the run was to be, UTC');
export const manual = z.boolean().describe('Whether somebody asked for it');
