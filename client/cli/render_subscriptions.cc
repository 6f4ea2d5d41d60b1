// Subscriptions -> a table. Declared in render.h.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/render.h"
#include "client/cli/render_parts.h"
#include "client/cli/text.h"

namespace landfall::cli {
namespace {

using v1::Subscription;

std::string EventsText(const Subscription& subscription) {
  std::string text =
      absl::StrJoin(subscription.events(), " ", [](std::string* out, int type) {
        absl::StrAppend(out, v1::EventType::Value_Name(
                                 static_cast<v1::EventType::Value>(type)));
      });
  if (subscription.has_because()) {
    absl::StrAppend(&text, " because ",
                    v1::EventCause::Value_Name(subscription.because()));
  }
  return text;
}

// What it leaves out, in a word each.
std::string FilterText(const Subscription& one) {
  std::vector<std::string> parts;
  for (const std::string& name :
       {one.card(), one.entity(), one.source(), one.channel()}) {
    if (!name.empty()) parts.push_back(name);
  }
  if (one.has_reason()) {
    parts.push_back(v1::ReasonCode::Value_Name(one.reason()));
  }
  if (one.min_blocked_value() > 0) {
    parts.push_back(absl::StrCat("value>=", one.min_blocked_value()));
  }
  if (one.min_age_minutes() > 0) {
    parts.push_back(absl::StrCat("age>=", one.min_age_minutes(), "m"));
  }
  return absl::StrJoin(parts, " ");
}

std::string StateText(const Subscription& subscription) {
  return v1::SubscriptionState::Value_Name(subscription.state());
}

std::string LastText(const Subscription& subscription) {
  return subscription.has_last_delivery_at()
             ? TimeText(subscription.last_delivery_at())
             : "";
}

Table SubscriptionsCsv(const v1::ListSubscriptionsResponse& answer) {
  Table csv{{{"id"},
             {"owner"},
             {"host"},
             {"state"},
             {"events"},
             {"filter"},
             {"created_at"},
             {"expires_at"},
             {"last_delivery_at"},
             {"failing_since"},
             {"last_error"},
             {"failures", Align::kRight},
             {"waiting", Align::kRight},
             {"delivered", Align::kRight},
             {"set_aside", Align::kRight}},
            {}};
  for (const Subscription& one : answer.subscriptions()) {
    csv.rows.push_back(
        {one.id(), one.owner(), one.host(), StateText(one), EventsText(one),
         FilterText(one), TimeText(one.created_at()),
         TimeText(one.expires_at()), LastText(one),
         one.has_failing_since() ? TimeText(one.failing_since()) : "",
         one.last_error(), absl::StrCat(one.failures()),
         absl::StrCat(one.waiting()), absl::StrCat(one.delivered()),
         absl::StrCat(one.set_aside())});
  }
  return csv;
}

}  // namespace

View ViewSubscriptions(const v1::ListSubscriptionsResponse& answer,
                       Colors colors) {
  View view;
  Table table{{{"ID"},
               {"HOST"},
               {"STATE"},
               {"EVENTS"},
               {"ONLY"},
               {"LAST DELIVERY"},
               {"WAITING", Align::kRight},
               {"SET ASIDE", Align::kRight},
               {"LAST ERROR"}},
              {}};
  for (const Subscription& one : answer.subscriptions()) {
    table.rows.push_back({one.id(), one.host(), StateText(one), EventsText(one),
                          FilterText(one), LastText(one),
                          CountText(one.waiting()), CountText(one.set_aside()),
                          one.last_error()});
  }
  view.text = RenderTable(table, colors);
  view.csv = SubscriptionsCsv(answer);
  return view;
}

View ViewSubscribed(const v1::CreateSubscriptionResponse& answer) {
  View view;
  view.text = absl::StrCat("id       ", Printable(answer.id()), "\n");
  if (answer.has_secret()) {
    absl::StrAppend(&view.text, "secret   ", Printable(answer.secret()),
                    "   (shown once; receivers check deliveries with it)\n");
  } else {
    absl::StrAppend(&view.text, "renewed: it was there before\n");
  }
  absl::StrAppend(&view.text, "expires  ", TimeText(answer.expires_at()), "\n");
  view.csv = {{{"id"}, {"secret"}, {"expires_at"}},
              {{answer.id(), answer.secret(), TimeText(answer.expires_at())}}};
  return view;
}

}  // namespace landfall::cli
