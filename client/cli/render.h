#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "client/cli/table.h"
#include "google/protobuf/message.h"
#include "landfall/v1/card_service.pb.h"
#include "landfall/v1/promotion_service.pb.h"
#include "landfall/v1/record_service.pb.h"
#include "landfall/v1/source_service.pb.h"
#include "landfall/v1/subscription_service.pb.h"

namespace landfall::cli {

enum class Format { kTable, kJson, kCsv };

// What an answer looks like: `text` for people, `csv` as a table for programs.
// All pure.
struct View {
  std::string text;
  Table csv;
};

View ViewCheck(const v1::CheckPromotionResponse& check, Colors colors);
View ViewRecord(const v1::GetRecordResponse& answer, Colors colors);
View ViewCard(const v1::Card& card, Colors colors);
View ViewCards(const v1::ListCardsResponse& answer, Colors colors);
View ViewCardRecords(const v1::ListCardRecordsResponse& answer, Colors colors);
// Under a picture of the counts, the newest point last.
View ViewCardHistory(const v1::GetCardHistoryResponse& answer, Colors colors);
View ViewEvents(const v1::ListEventsResponse& answer, Colors colors);
// One event as a line without its end: `text` for people, and `csv` as one row.
View ViewEvent(const v1::Event& event, Colors colors);
View ViewSubscriptions(const v1::ListSubscriptionsResponse& answer,
                       Colors colors);
View ViewSubscribed(const v1::CreateSubscriptionResponse& answer);
View ViewSync(const v1::SyncReport& report, Colors colors);
View ViewSources(const v1::ListSourcesResponse& answer, Colors colors);
// The map of key fields instead of the state.
View ViewSourceKeys(const v1::ListSourcesResponse& answer, Colors colors);

// The message as the body that HTTP gives: lowerCamelCase, enums by name,
// fields with default values included. Ends without a line feed.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace landfall::cli
