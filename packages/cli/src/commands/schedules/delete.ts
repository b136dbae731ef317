import { changeCommand } from '../../schedules/change-command.ts';

export const command = () =>
  changeCommand({
    verb: 'delete',
    done: 'deleted',
    description: 'Delete schedules: they run no more, their names are free, and their records stay for 90 days.',
    asks: true,
    one: (client, id) => client.DELETE('/api/schedules/{id}', { params: { path: { id } } }),
    group: (client, group) => client.DELETE('/api/schedule-groups/{group}', { params: { path: { group } } }),
  });
