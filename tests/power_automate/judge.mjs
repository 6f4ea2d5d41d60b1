// Holds a description against Microsoft's parser for agents and plugins:
//   node judge.mjs FILE [OUTPUT_FOLDER]
// Prints what the parser thinks as one JSON object. With a folder, a plugin is
// generated there from every operation.
import {mkdir, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {SpecParser} from '@microsoft/m365-spec-parser';

const [file, folder] = process.argv.slice(2);
const parser = new SpecParser(resolve(file), {
  projectType: 0,  // a plugin
  allowMultipleParameters: true,
  allowAPIKeyAuth: true,
  allowBearerTokenAuth: true,
  allowOauth2: true,
  allowMethods: ['get', 'post', 'put', 'delete', 'patch'],
});
const validation = await parser.validate();
const list = await parser.list();
const told = {
  status: ['valid', 'warning', 'error'][validation.status],
  errors: validation.errors.map((e) => `${e.type}: ${e.content}`),
  warnings: validation.warnings.map((e) => `${e.type}: ${e.content}`),
  operations: list.APIs.map((api) => ({
    id: api.operationId, api: api.api, valid: api.isValid, reasons: api.reason})),
};
if (folder) {
  await mkdir(folder, {recursive: true});
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, JSON.stringify({
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json',
    manifestVersion: '1.19', name: {short: 'Landfall'}, description: {short: 'x', full: 'x'}}));
  const valid = list.APIs.filter((api) => api.isValid).map((api) => api.api);
  const result = await parser.generateForCopilot(
      manifest, valid, join(folder, 'spec.json'), join(folder, 'plugin.json'));
  told.generated = {allSuccess: result.allSuccess, warnings: result.warnings.map((w) => w.content)};
}
console.log(JSON.stringify(told));
