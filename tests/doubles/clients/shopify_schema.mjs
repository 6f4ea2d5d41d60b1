// Holds the double's schema and answers against the schemas that Shopify
// publishes, with the reference implementation of GraphQL.
//   node shopify_schema.mjs FOLDER SCHEMA QUERIES
// FOLDER has admin_VERSION.json.gz; QUERIES is a file with a list of
// {"version", "query", "data"}: what the double answered.
import {readFileSync, readdirSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {buildClientSchema, buildSchema, execute, getNamedType, isEnumType, isObjectType, isRequiredArgument, isUnionType,
        parse, validate} from 'graphql';

const [folder, schemaFile, queriesFile] = process.argv.slice(2);
const ours = buildSchema(readFileSync(schemaFile, 'utf8'));
const published = {};
for (const file of readdirSync(folder)) {
  const version = /^admin_(.+)\.json\.gz$/.exec(file)?.[1];
  if (version) published[version] = buildClientSchema(JSON.parse(gunzipSync(readFileSync(`${folder}/${file}`))).data);
}

const problems = [];
const sinceOf = (one) => one.astNode?.directives.find((word) => word.name.value === 'since')?.arguments[0].value.value;

function compareFields(version, type, theirs) {
  for (const field of Object.values(type.getFields())) {
    const where = `${version} ${type.name}.${field.name}`;
    const since = sinceOf(field);
    const due = !since || version === 'unstable' || version >= since;
    const other = theirs.getFields()[field.name];
    if (!other || !due) {
      if (Boolean(other) !== due) problems.push(`${where}: ${other ? 'is there' : 'is not there'}`);
      continue;
    }
    if (String(field.type) !== String(other.type)) problems.push(`${where}: ${other.type}, not ${field.type}`);
    for (const argument of field.args) {
      const same = other.args.find((one) => one.name === argument.name);
      if (!same || getNamedType(same.type).name !== getNamedType(argument.type).name) {
        problems.push(`${where}(${argument.name}): ${same?.type}`);
      }
    }
    for (const argument of other.args.filter(isRequiredArgument)) {
      if (!field.args.some((one) => one.name === argument.name)) problems.push(`${where}: needs ${argument.name}`);
    }
  }
}

let compared = 0;
for (const [version, schema] of Object.entries(published)) {
  for (const type of Object.values(ours.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const theirs = schema.getType(type.name);
    const since = sinceOf(type);
    const due = !since || version === 'unstable' || version >= since;
    if (Boolean(theirs) !== due) {
      problems.push(`${version}: type ${type.name} ${theirs ? 'is there' : 'is not there'}`);
    } else if (!theirs) {
      continue;
    } else if (isEnumType(type)) {
      const values = new Set(theirs.getValues().map((one) => one.name));
      for (const {name} of type.getValues()) if (!values.has(name)) problems.push(`${version} ${type.name}: no ${name}`);
    } else if (isUnionType(type)) {
      if (String(type.getTypes()) !== String(theirs.getTypes())) problems.push(`${version} ${type.name}: other members`);
    } else if (isObjectType(type)) {
      compareFields(version, type, theirs);
    }
    compared++;
  }
}

// An answer of the double, completed by the published schema, is itself:
// no field is missing, null or of the wrong type.
const answers = JSON.parse(readFileSync(queriesFile, 'utf8'));
for (const {version, query, data} of answers) {
  const schema = published[version];
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) {
    problems.push(`${version}: ${errors[0].message}`);
    continue;
  }
  if (data === undefined) continue;
  const result = await execute({schema, document, rootValue: data, variableValues: {}});
  if (result.errors) problems.push(`${version}: ${result.errors[0].message} at ${result.errors[0].path}`);
  if (JSON.stringify(result.data) !== JSON.stringify(data)) problems.push(`${version}: other data for ${query}`);
}
console.log(JSON.stringify({versions: Object.keys(published), compared, answers: answers.length, problems}));
