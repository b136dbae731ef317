import type { WebAction } from '@almanac/contracts';
import type { IssueTracker } from '@almanac/events';

/** Makes HTTPS requests some time later, with retries. */
export interface WebActions {
  request(action: WebAction): Promise<void>;
}

/** Longest title that GitHub takes, in characters. */
const MAX_TITLE = 256;

/**
 * Issues of a GitHub repository. The issue's key stands in its text, where one that was opened twice is found by it.
 * Source: GitHub REST API, "Create an issue".
 * @param repository `owner/name`
 */
export const githubIssues = (actions: WebActions, repository: string): IssueTracker => ({
  open: ({ key, title, body }) =>
    actions.request({
      url: `https://api.github.com/repos/${repository}/issues`,
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      body: {
        title: title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title,
        body: `${body}\n\n<!-- almanac:${key} -->`,
      },
    }),
});
