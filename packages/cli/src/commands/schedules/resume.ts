import { changeCommand } from '../../schedules/change-command.ts';

export const command = () =>
  changeCommand({
    verb: 'resume',
    done: 'active',
    description: 'Have paused schedules run again, from their next run on.',
    one: (client, id) => client.POST('/api/schedules/{id}/resume', { params: { path: { id } } }),
    group: (client, group) => client.POST('/api/schedule-groups/{group}/resume', { params: { path: { group } } }),
  });
