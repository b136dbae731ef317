import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { API_OPERATIONS } from '../../../api/index.ts';
import { operations } from '../../../api/operation.ts';
import { apiDocument } from '../document.ts';
import { apiPage } from './api-page.ts';

const URLS = { apiUrl: 'https://api.example.org', tokenUrl: 'https://auth.example.org/token' };
const INFO = { title: 'Things', version: '1.2.3', description: 'About `things`' };
const pageOf = (all: Parameters<typeof apiDocument>[0]): string => apiPage(apiDocument(all, INFO), URLS).html;

describe('the page of the API', () => {
  const page = pageOf(API_OPERATIONS);

  it('shows every operation, with its scope, and every schema', () => {
    for (const [id, { summary, path }] of Object.entries(API_OPERATIONS)) {
      expect(page).toContain(`<h3 id="${id}">`);
      expect(page).toContain(`<a href="#${id}">${summary}</a>`);
      expect(page).toContain(`<code>${path}</code>`);
    }
    expect(page).toContain('needs almanac/write');
    expect(page).toContain('open to anybody');
    expect(page).toContain('https://api.example.org/api/schedules');
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|\sstyle=|javascript:/i);
    const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((target) => !/^#|^openapi\.json$/.test(target))).toEqual([]);
  });

  it('has a target for each link, once', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('is well formed: every element is closed in the order in which it was opened', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (name === 'meta') continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('shows texts as texts', () => {
    const nasty = pageOf(
      operations({
        getIt: {
          ...{ method: 'GET', path: '/x', handler: 'x', scope: 'read', tag: '<b>T</b>', summary: '<script>1</script>' },
          query: z.object({ q: z.string().describe('"quoted" <i>').optional() }),
          answers: { 200: { description: 'a & b `<c>`', body: z.array(z.enum(['<', '>'])) } },
          errors: [],
        },
      }),
    );
    expect(nasty).not.toMatch(/<script|<i>|<b>T/);
    expect(nasty).toContain('a &amp; b <code>&lt;c&gt;</code>');
    expect(nasty).toContain('&quot;quoted&quot; &lt;i&gt;');
  });
});
