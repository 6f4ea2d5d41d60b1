// Commands that ask one question each. Declared in commands.h.
#include "client/cli/commands.h"

#include <algorithm>
#include <string>
#include <utility>

#include "client/cli/requests.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

constexpr int kPageSize = 1000;
constexpr int kNoLimit = 2147483647;

// Whether somebody at a terminal wants it. A script is not asked.
bool Confirms(const Session& session) {
  Surroundings& around = session.around;
  if (!around.in_is_terminal || session.arguments.Has("yes")) return true;
  around.err << "Erase " << Printable(session.arguments.positional[0])
             << " and everything that belongs to it, for good? [y/N] "
             << std::flush;
  std::string answer;
  std::getline(around.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

int RunCheck(const Session& session) {
  const auto request = CheckRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::CheckPromotionResponse check;
  const absl::Status status = session.client.CheckPromotion(*request, &check);
  if (!status.ok()) return Report(session.around, status);
  Print(session, check, ViewCheck(check, session.colors));
  if (!session.arguments.Has("exit-code") || check.promoted()) return kSuccess;
  return check.verdict() == v1::Verdict::NOT_PROMOTED ? kAlert : kOtherVerdict;
}

int RunExplain(const Session& session) {
  const auto request = RecordRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::GetRecordResponse answer;
  const absl::Status status = session.client.GetRecord(*request, &answer);
  if (!status.ok()) return Report(session.around, status);
  Print(session, answer, ViewRecord(answer, session.colors));
  return kSuccess;
}

int RunCard(const Session& session) {
  const auto request = CardRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::Card card;
  const absl::Status status = session.client.GetCard(*request, &card);
  if (!status.ok()) return Report(session.around, status);
  Print(session, card, ViewCard(card, session.colors));
  const bool alert =
      session.arguments.Has("exit-code") && card.alert().firing();
  return alert ? kAlert : kSuccess;
}

int RunCards(const Session& session) {
  const auto request = CardsRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::ListCardsResponse answer;
  const absl::Status status = session.client.ListCards(*request, &answer);
  if (!status.ok()) return Report(session.around, status);
  Print(session, answer, ViewCards(answer, session.colors));
  return kSuccess;
}

int RunList(const Session& session) {
  auto request = ListRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  const auto limit = LimitOf(session.arguments, kNoLimit);
  if (!limit.ok()) return ReportUsage(session.around, limit.status());
  v1::ListCardRecordsResponse all;
  do {
    request->set_page_size(std::min(kPageSize, *limit - all.value_size()));
    request->set_page_token(all.next_page_token());
    v1::ListCardRecordsResponse page;
    const absl::Status status = session.client.ListCardRecords(*request, &page);
    if (!status.ok()) return Report(session.around, status);
    for (v1::CardRecord& record : *page.mutable_value()) {
      *all.add_value() = std::move(record);
    }
    all.set_next_page_token(page.next_page_token());
    all.set_total_count(page.total_count());
    all.set_cursor(page.cursor());
  } while (!all.next_page_token().empty() && all.value_size() < *limit);
  Print(session, all, ViewCardRecords(all, session.colors));
  return kSuccess;
}

int RunHistory(const Session& session) {
  const auto request = HistoryRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  v1::GetCardHistoryResponse answer;
  const absl::Status status = session.client.GetCardHistory(*request, &answer);
  if (!status.ok()) return Report(session.around, status);
  Print(session, answer, ViewCardHistory(answer, session.colors));
  return kSuccess;
}

int RunEvents(const Session& session) {
  v1::ListEventsRequest request = EventsRequestOf(session.arguments);
  const auto limit = LimitOf(session.arguments, kNoLimit);
  if (!limit.ok()) return ReportUsage(session.around, limit.status());
  v1::ListEventsResponse all;
  do {
    request.set_page_size(std::min(kPageSize, *limit - all.value_size()));
    v1::ListEventsResponse page;
    const absl::Status status = session.client.ListEvents(request, &page);
    if (!status.ok()) return Report(session.around, status);
    for (v1::Event& event : *page.mutable_value()) {
      *all.add_value() = std::move(event);
    }
    all.set_next_cursor(page.next_cursor());
    all.set_more(page.more());
    request.set_cursor(page.next_cursor());
  } while (all.more() && all.value_size() < *limit);
  Print(session, all, ViewEvents(all, session.colors));
  return kSuccess;
}

int RunSources(const Session& session) {
  v1::ListSourcesResponse answer;
  const absl::Status status = session.client.ListSources({}, &answer);
  if (!status.ok()) return Report(session.around, status);
  const bool keys = session.arguments.Has("keys");
  Print(session, answer,
        keys ? ViewSourceKeys(answer, session.colors)
             : ViewSources(answer, session.colors));
  return kSuccess;
}

int RunErase(const Session& session) {
  const auto request = EraseRequestOf(session.arguments);
  if (!request.ok()) return ReportUsage(session.around, request.status());
  if (!Confirms(session)) {
    session.around.err << "landfall: nothing is erased\n";
    return kWrongUsage;
  }
  v1::EraseRecordResponse answer;
  const absl::Status status = session.client.EraseRecord(*request, &answer);
  if (!status.ok()) return Report(session.around, status);
  View view;
  view.text = "erased\n";
  view.csv = {{{"erased"}}, {{"true"}}};
  Print(session, answer, view);
  return kSuccess;
}

}  // namespace landfall::cli
