// Starts a landfalld for a world on ports of its own choosing, and stops it.
import {execFile, spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {openSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {options} from './options.mjs';
import {LOCKED, writeWorld} from './worlds.mjs';

const run = promisify(execFile);
const READY_WITHIN = 30_000;  // milliseconds

// {url, close}, or null where neither a program nor a URL was given.
export async function startWorld(name) {
  const given = options[`url-${name}`];
  if (given) return {url: given.replace(/\/$/, ''), close: async () => {}};
  if (!options.landfalld) return null;
  const folder = await mkdtemp(join(tmpdir(), 'landfall-page-'));
  const imports = await writeWorld(name, folder, options.source);
  const ports = join(folder, 'ports');
  const log = openSync(join(folder, 'log'), 'w');
  const server = spawn(options.landfalld, ['--config', join(folder, 'landfall.yaml'), '--ports-file', ports], {stdio: ['ignore', log, log]});
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const close = async () => {
    server.kill();
    await ended;
    await rm(folder, {recursive: true, force: true});
  };
  try {
    const addresses = await addressesOf(ports, server, join(folder, 'log'));
    const environment = {...process.env, LANDFALL_SERVER: addresses.grpc, ...(name === 'locked' ? {LANDFALL_API_KEY: LOCKED.ingester} : {})};
    for (const {file, source, type, company} of imports) {
      await run(options.landfall, ['import', '--source', source, '--type', type, ...(company ? ['--company', company] : []), '--format', 'json', file], {env: environment});
    }
    if (!addresses.http) throw new Error(`${options.landfalld} listens on no HTTP port`);
    return {url: `http://${addresses.http}`, close};
  } catch (error) {
    await close();
    throw error;
  }
}

// The server writes its addresses once it is ready.
async function addressesOf(ports, server, log) {
  for (const until = Date.now() + READY_WITHIN; Date.now() < until;) {
    const text = await readFile(ports, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Object.fromEntries(text.trim().split('\n').map((line) => line.split(' ')));
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`landfalld did not start:\n${await readFile(log, 'utf8')}`);
}
