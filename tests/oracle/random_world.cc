// Turns a seed into a world: settings, batches of records, and questions. Entry
// point: MakeWorld.

#include "tests/oracle/random_world.h"

#include <algorithm>

#include "tests/oracle/random_parts.h"

namespace landfall::oracle {
namespace {

// Spreads the records over a few batches; now and then an older version of a
// record comes first.
void AddSteps(const Records& records, Dice* dice, RandomWorld* world) {
  static const std::vector<absl::Duration> kAges = {
      absl::Hours(3), absl::Minutes(90) + absl::Seconds(1), absl::Hours(1),
      absl::ZeroDuration()};
  const int count = dice->Between(1, 4);
  for (int i = 0; i < count; ++i) {
    WorldStep step;
    step.now = WorldEnd() - kAges[4 - count + i];
    world->steps.push_back(step);
  }
  for (const model::Record& record : records) {
    const int at = dice->Below(count);
    model::Record final_version = record;
    final_version.modified = WorldEnd() - absl::Hours(1);
    world->steps[at].batch.records.push_back(final_version);
    if (at == 0 || !dice->OneIn(5)) continue;
    model::Record older = record;
    older.modified = WorldEnd() - absl::Hours(50);
    older.name = RandomName(dice);
    older.fields.AddString("note", "partner");
    older.fields.Sort();
    world->steps[dice->Below(at)].batch.records.push_back(older);
  }
}

// Rows that could not be read: sometimes as few as the source allows, and
// sometimes somebody vouches for them.
void AddUnread(const model::LegalEntity& entity, Dice* dice,
               ingest::UpsertBatch* batch) {
  ingest::UnreadRows unread;
  unread.entity = entity.id;
  unread.rows = dice->Between(1, 3);
  unread.cut_short = dice->OneIn(4);
  batch->unread.push_back(unread);
  if (dice->OneIn(5)) batch->accept_rejects = true;
}

void AddReads(Dice* dice, RandomWorld* world) {
  for (const model::LegalEntity& entity : world->settings.legal_entities) {
    if (dice->OneIn(10)) continue;  // never read
    const bool fresh = !dice->OneIn(3);
    for (WorldStep& step : world->steps) {
      const bool last = &step == &world->steps.back();
      if (last ? fresh : dice->OneIn(3)) {
        step.batch.entities_read.push_back(entity.id);
        if (dice->OneIn(5)) AddUnread(entity, dice, &step.batch);
      }
    }
  }
}

void AddSourceReads(Dice* dice, RandomWorld* world) {
  for (const model::Source& source : world->settings.sources) {
    if (model::IsMaster(source.system) || dice->OneIn(6)) continue;
    const bool fresh = !dice->OneIn(3);
    for (WorldStep& step : world->steps) {
      const bool last = &step == &world->steps.back();
      if (last ? fresh : dice->OneIn(3)) step.sources_read.push_back(source.id);
    }
  }
}

void AddQuestions(Dice* dice, RandomWorld* world) {
  world->as_ofs = {WorldEnd()};
  for (int i = 0; i < 2; ++i) world->as_ofs.push_back(RandomTime(dice));
  for (int i = 0; i < 8; ++i) {
    model::CheckQuery query;
    query.customer = RandomKeys(world->settings, dice);
    if (dice->OneIn(3)) {
      query.expected_entities = {dice->Pick(world->settings.legal_entities).id};
    } else if (dice->Coin()) {
      query.ship_to_country = RandomCountry(dice);
    }
    if (dice->OneIn(3)) query.keys = RandomKinds(dice);
    world->typed_checks.push_back(query);
  }
  for (const model::CardSettings& card : world->settings.cards) {
    if (card.kind == "field-drift") continue;  // see AddMappedFields
    model::CardQuery query;
    query.card = card.id;
    world->card_queries.push_back(query);
    switch (dice->Below(5)) {
      case 0:
        query.entity = dice->Pick(world->settings.legal_entities).id;
        break;
      case 1:
        query.source = dice->Pick(world->settings.sources).id;
        break;
      case 2:
        query.channel = dice->Coin() ? "DTC" : "B2B";
        if (query.channel == "B2B" &&
            world->settings.FindSource("b2b") == nullptr &&
            world->settings.FindSource("mage") == nullptr) {
          query.channel = "DTC";
        }
        break;
      case 3:
        query.window_days = dice->Coin() ? 1 : 30;
        break;
      default:
        query.keys = RandomKinds(dice);
    }
    world->card_queries.push_back(query);
  }
}

// With dice of their own, so that the rest of a world stays what it was.
void AddDocuments(const Records& records, RandomWorld* world) {
  Dice dice(~world->seed);
  AddRandomDocumentRules(&world->settings, &dice);
  Records documents = records;
  AddRandomDocuments(world->settings, &dice, &documents);
  for (size_t i = records.size(); i < documents.size(); ++i) {
    documents[i].modified = WorldEnd() - absl::Hours(1);
    const int at = dice.Below(static_cast<int>(world->steps.size()));
    world->steps[at].batch.records.push_back(std::move(documents[i]));
  }
}

// With dice of their own, as documents. The newest version of a record keeps
// its place behind the older one.
void AddMappedFields(RandomWorld* world) {
  Dice dice(world->seed ^ 0x5eed);
  for (WorldStep& step : world->steps) {
    for (model::Record& record : step.batch.records) {
      AddRandomMapped(&dice, &record);
      const bool newest = record.modified == WorldEnd() - absl::Hours(1);
      const absl::Time time = RandomTime(&dice);
      if (newest && record.ref.source == "crm" && !dice.OneIn(3) &&
          time > WorldEnd() - absl::Hours(50)) {
        record.modified = time;
      }
    }
  }
  Records terms;
  AddRandomTerms(&dice, &terms);
  for (model::Record& record : terms) {
    const int at = dice.Below(static_cast<int>(world->steps.size()));
    world->steps[at].batch.records.push_back(std::move(record));
  }
  for (const model::CardSettings& card : world->settings.cards) {
    if (card.kind != "field-drift") continue;
    model::CardQuery query;
    query.card = card.id;
    world->card_queries.push_back(query);
    query.entity = dice.Pick(world->settings.legal_entities).id;
    world->card_queries.push_back(query);
    query.entity.clear();
    query.window_days = dice.Between(1, 3);
    if (dice.OneIn(3)) query.keys = RandomKinds(&dice);
    world->card_queries.push_back(query);
  }
}

}  // namespace

RandomWorld MakeWorld(uint64_t seed) {
  Dice dice(seed);
  RandomWorld world;
  world.seed = seed;
  world.settings = RandomSettings(&dice);
  Records records;
  AddRandomMasters(world.settings, &dice, &records);
  AddRandomDataverse(world.settings, &dice, &records);
  AddRandomShops(world.settings, &dice, &records);
  AddRandomErrorEvents(world.settings, &dice, &records);
  // Two masters with the same account are one record.
  std::vector<model::Record> distinct;
  for (const model::Record& record : records) {
    const bool held = std::any_of(
        distinct.begin(), distinct.end(),
        [&](const model::Record& other) { return other.ref == record.ref; });
    if (!held) distinct.push_back(record);
  }
  dice.Shuffle(&distinct);
  AddSteps(distinct, &dice, &world);
  AddReads(&dice, &world);
  AddQuestions(&dice, &world);
  AddSourceReads(&dice, &world);
  AddDocuments(distinct, &world);
  AddRandomRates(&world);
  AddMappedFields(&world);
  return world;
}

std::vector<model::Record> FinalRecords(const RandomWorld& world) {
  std::vector<model::Record> records;
  for (const WorldStep& step : world.steps) {
    for (const model::Record& record : step.batch.records) {
      auto held = std::find_if(
          records.begin(), records.end(),
          [&](const model::Record& other) { return other.ref == record.ref; });
      if (held == records.end()) {
        records.push_back(record);
      } else {
        *held = record;
      }
    }
  }
  return records;
}

}  // namespace landfall::oracle
