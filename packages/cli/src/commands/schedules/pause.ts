import { changeCommand } from '../../schedules/change-command.ts';

export const command = () =>
  changeCommand({
    verb: 'pause',
    done: 'paused',
    description: 'Pause schedules: they keep everything and do not run.',
    one: (client, id) => client.POST('/api/schedules/{id}/pause', { params: { path: { id } } }),
    group: (client, group) => client.POST('/api/schedule-groups/{group}/pause', { params: { path: { group } } }),
  });
