import { join } from 'node:path';
import { local, root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';
import { virtualEnvironment } from '../../scripts/local-stack/venv.ts';

// A function that sqlglot does not know in Trino is one that Athena probably lacks: it calls those anonymous.
const PARSE = `
import sys, sqlglot
tree = sqlglot.parse_one(sys.argv[1], read="trino")
sys.exit(" ".join(f"no function of Trino: {f.name}" for f in tree.find_all(sqlglot.exp.Anonymous)) or None)
`;

/** What keeps a statement from being Trino SQL, which is what Athena speaks; empty if it is. */
export const trinoComplaint = async (sql: string): Promise<string> => {
  const requirements = join(root, 'scripts', 'local-stack', 'requirements.txt');
  const programs = await virtualEnvironment(local('venv'), requirements);
  const { code, output } = await run(join(programs, 'python'), ['-c', PARSE, sql]);
  return code === 0 ? '' : output.trim() || `exit code ${code}`;
};
