// What legal entities are called. Answers name them by id only.
import {get} from './api.js';

let names = new Map();

// Resolves once the names are known; if they cannot be had, ids are shown.
export const entitiesKnown = () => get(['sources']).then(({legalEntities}) => {
  names = new Map((legalEntities ?? []).map((entity) => [entity.id, entity.name]));
}, () => {});

export const entityName = (id) => names.get(id) ?? id;

// Whether the id says something that the name does not.
export const isNamed = (id) => entityName(id) !== id;
