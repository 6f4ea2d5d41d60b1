#include "server/verdict/internal/reason_texts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/base/time_text.h"

namespace landfall::verdict::internal {

using model::ReasonCode;

Text ScopeText(ReasonCode code, absl::string_view rule) {
  switch (code) {
    case ReasonCode::kInactive:
      return {"The record is inactive.", ""};
    case ReasonCode::kMerged:
      return {"The record was merged into another one.",
              "Look at the record that survived."};
    case ReasonCode::kNotACustomerType:
      return {"The account's relationship type is not Customer.",
              "Set the type to Customer if it is one."};
    case ReasonCode::kNotSellable:
      return {"The contact is only a contact person, not a customer.",
              "Make the contact sellable if it is a consumer."};
    case ReasonCode::kQuoteOnly:
      return {"There are only quotes in the window, no order.", ""};
    case ReasonCode::kNoActiveOrders:
      return {"There is no active order in the window.", ""};
    default:
      return {rule.empty()
                  ? std::string("A scope rule of the configuration leaves the "
                                "record out.")
                  : absl::StrCat("Left out by a scope rule: ", rule, "."),
              ""};
  }
}

Text ErrorText(const model::Record& event, const classify::Finding& finding) {
  const auto& body = std::get<model::ErrorEvent>(event.body);
  // What nothing explains is shown as it is, and whose word it is.
  if (finding.code == ReasonCode::kOtherError) {
    const std::string& where = body.flow.empty() ? body.map : body.flow;
    return {absl::StrCat("The integration reported (", event.ref.source,
                         where.empty() ? "" : ", ", where,
                         "): ", classify::WholeMessage(body.message)),
            finding.action};
  }
  const std::string message = classify::ShortMessage(body.message);
  if (finding.detail.empty()) {
    return {absl::StrCat("The integration reported: ", message),
            finding.action};
  }
  return {absl::StrCat("The integration reported a problem with \"",
                       finding.detail, "\": ", message),
          finding.action};
}

Text DoubtText(const preflight::Doubt& doubt, absl::string_view entity) {
  const std::string& label = doubt.lookup.label;
  if (doubt.kind == preflight::Doubt::Kind::kMissing) {
    return {absl::StrCat("The ", label, " is empty, and the customer master ",
                         "requires ", doubt.lookup.master_field, "."),
            absl::StrCat("Set the ", label, " on the record.")};
  }
  return {absl::StrCat("The ", label, " \"", doubt.value,
                       "\" does not exist in ", entity, "."),
          absl::StrCat("Create it in ", entity, " or set another ", label,
                       " on the record.")};
}

Text FilterText(absl::string_view clause) {
  return {absl::StrCat("The table map does not send the record: \"", clause,
                       "\" does not hold."),
          "Correct the record so that the map's filter lets it through."};
}

Text NoCompanyText() {
  return {"The record carries no company, and only records with one are sent.",
          "Set the company on the record."};
}

Text MapNotRunningText(absl::string_view table) {
  return {absl::StrCat("The table map that sends ", table,
                       "s to the customer master is not running."),
          absl::StrCat("Run the map of customers (", table,
                       "s) in dual-write, with its initial synchronization.")};
}

Text OtherEntityText(absl::string_view entity) {
  return {absl::StrCat("Present in ", entity, ", which is not expected."),
          "Create the customer in the expected entity too, or correct the "
          "rule that expects it there."};
}

Text ConflictText(absl::string_view entity) {
  return {absl::StrCat("A customer of ", entity,
                       " shares a key but has a different tax ID."),
          "Compare the two; correct the wrong tax ID or the shared key."};
}

Text CatchAllText(absl::string_view entity) {
  return {absl::StrCat("The keys lead to a catch-all customer of ", entity,
                       ", which stands for everybody."),
          "Create a customer of its own."};
}

Text HubText() {
  return {"A key is shared by so many customers that it proves nothing.",
          "Give the customer an address or number of its own."};
}

Text WeakText() {
  return {
      "A tax ID without check digit agrees, but it is not unique or "
      "neither name nor postcode agrees.",
      "Compare name and address, and add a stronger key."};
}

Text NoKeyText() {
  return {"There is no usable email, external ID or tax ID to match by.",
          "Add at least one valid key to the record."};
}

Text SourceText(absl::string_view entity, absl::string_view source, bool ever) {
  if (ever) {
    return {absl::StrCat("The customers of ", entity,
                         " were read too long ago to say."),
            absl::StrCat("Check the connection of source ", source, ".")};
  }
  return {absl::StrCat("The customers of ", entity, " were never read."),
          absl::StrCat("Synchronise or import source ", source, ".")};
}

Text IncompleteText(absl::string_view entity, const Gap& gap) {
  const std::string since = base::FormatTime(absl::FromUnixMicros(gap.since));
  const std::string rows =
      absl::StrCat(gap.rows, gap.rows == 1 ? " row" : " rows",
                   " of the customers of ", entity, " could not be read");
  if (gap.cut_short) {
    return {
        absl::StrCat("The customers of ", entity, " were not given to the end",
                     gap.rows > 0 ? absl::StrCat(", and ", rows) : "",
                     " since ", since, ", so nobody can say who is missing."),
        "Import the rest too, or import again with --accept-rejects if "
        "nobody is missing."};
  }
  return {absl::StrCat(rows, " since ", since,
                       ", so nobody can say who is missing."),
          "Mend the rows and import again, or import with --accept-rejects if "
          "they do not matter."};
}

Text GraceText() {
  return {"The record is so new that it may still be on its way.",
          "Look again after the grace period."};
}

Text AmbiguousText(const std::vector<std::string>& entities) {
  return {absl::StrCat("The rules disagree about the legal entity: ",
                       absl::StrJoin(entities, " or "), "."),
          "Make the rules agree, or add an override for the customer."};
}

Text UnmappedText() {
  return {"No rule says which legal entity must hold the customer.",
          "Add a rule for its country, tag or company."};
}

Text CompanyNotKnownText(absl::string_view source) {
  return {
      "The record's company is only an id, and that company is not known "
      "here.",
      absl::StrCat("Import the companies of source ", source,
                   " (type cdm_company).")};
}

Text CompanyNotConfiguredText(absl::string_view code) {
  return {absl::StrCat("The record's company \"", code,
                       "\" is no legal entity of the configuration."),
          "Configure the legal entity, or correct the company on the record."};
}

Text LookupsNotKnownText(const std::vector<preflight::LookupNotKnown>& lookups,
                         absl::string_view source) {
  std::vector<absl::string_view> labels;
  std::vector<absl::string_view> sets;
  for (const preflight::LookupNotKnown& lookup : lookups) {
    labels.push_back(lookup.label);
    sets.push_back(lookup.set);
  }
  return {absl::StrCat("What the ", absl::StrJoin(labels, " and the "),
                       " of the record stands for is not known here, so that "
                       "it could not be checked."),
          absl::StrCat("Import ", absl::StrJoin(sets, " and "), " of source ",
                       source, ".")};
}

Text ForeignIdText(absl::string_view entity, absl::string_view holder) {
  return {absl::StrCat("The customer of ", entity,
                       " with the same email carries the id of ", holder, "."),
          "Find out whose customer it is and correct its email or its id."};
}

Text SeveralText() {
  return {"Several customers of one legal entity share a key.",
          "Merge the duplicates or correct their keys."};
}

Text DisagreeText() {
  return {"The keys lead to different customers of one legal entity.",
          "Find out which one it is and correct the keys of the other."};
}

Text BlockedText(absl::string_view entity) {
  return {absl::StrCat("The customer is blocked in ", entity, "."),
          "Release the customer if it should be invoiced."};
}

Text NearText() {
  return {"A customer with nearly the same key exists.",
          "Compare the two values and correct the one with the mistake."};
}

Text NotFoundText() {
  return {"No customer with any of these keys exists where it is expected.",
          "Create the customer in the expected entity."};
}

Text LandedText() { return {"Landed where it is expected.", ""}; }

Text NotHeldText() {
  return {"Landfall does not hold this record.",
          "Synchronise or import its source, or check the id."};
}

Text NoCustomerText(bool of_master) {
  if (of_master) {
    return {"The customer's company is no legal entity of the configuration.",
            "Configure the legal entity if its customers are to count."};
  }
  return {"This record is not a customer.", ""};
}

}  // namespace landfall::verdict::internal
