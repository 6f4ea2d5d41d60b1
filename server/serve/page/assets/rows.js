// The rows behind a card, fetched block by block as they are needed.
import {get} from './api.js';

const BLOCK = 250;      // rows of the first request: soon there
const BULK = 1000;      // rows of a request when all are wanted; the server's limit
const PASSED = new Map();  // 'source/type/id' -> row, for the view that opens next

export const passedRow = (ref) => PASSED.get(`${ref.source}/${ref.type}/${ref.id}`);

// One query; `parameters` are filters, order and asOf of the API.
export class Rows {
  constructor(card, parameters) {
    this.card = card;
    this.parameters = parameters;
    this.loaded = [];
    this.total = 0;
    this.token = '';
    this.complete = false;
    this.size = 0;      // of every page of this query: a token belongs to it
    this.pending = null;
  }

  // Fetches until `wanted` rows are there, or all of them.
  async reach(wanted, progress) {
    while (!this.complete && this.loaded.length < wanted) {
      this.pending ??= this.next(wanted === Infinity ? BULK : BLOCK);
      await this.pending;
      progress?.(this.loaded.length, this.total);
    }
  }

  async next(size) {
    try {
      const page = await get(['cards', this.card, 'records'], {...this.parameters, pageSize: size, pageToken: this.token}, {again: this.token !== ''});
      for (const row of page.value ?? []) this.loaded.push(row);
      this.total = page.totalCount ?? this.loaded.length;
      this.token = page.nextPageToken ?? '';
      this.complete = this.token === '';
      if (PASSED.size > 20_000) PASSED.clear();
      for (const row of page.value ?? []) PASSED.set(`${row.record.source}/${row.record.type}/${row.record.id}`, row);
    } finally {
      this.pending = null;
    }
  }
}
