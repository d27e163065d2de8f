/** What numbers and codes mean, in words. */

export function seconds(millis) {
  return millis < 950 ? `${Math.max(1, Math.round(millis / 10)) / 100} s` : `${(millis / 1000).toFixed(1)} s`;
}

export function dollars(amount) {
  if (amount === 0) {
    return "free";
  }
  return amount < 0.000001 ? "less than $0.000001" : `$${Number(amount.toPrecision(2)).toFixed(amount < 0.01 ? 6 : 4)}`;
}

export function tokens(done) {
  const parts = [];
  if (done.input !== undefined) {
    parts.push(`${done.input} in`);
  }
  if (done.output !== undefined) {
    parts.push(`${done.output} out`);
  }
  return parts.length === 0 ? "" : `${parts.join(", ")} tokens`;
}

const WAITS = {
  backoff: "The provider failed; trying again",
  retry_after: "The provider asks for patience; trying again",
  limiter: "A limit of the server is reached; waiting",
  cold_start: "The model is being loaded",
  queue: "Waiting in the provider's queue",
};

export function waiting(message) {
  const reason = WAITS[message.reason] ?? "Waiting";
  return message.millis === undefined ? `${reason}…` : `${reason}, about ${seconds(message.millis)}…`;
}

const ENDS = {
  length: "The answer was cut at the limit of tokens.",
  content_filter: "The provider's filter cut the answer.",
  tool_calls: "The model wanted to call a tool, and this page has none.",
};

export const SILENCE = "The model said nothing.";

export function ending(finish) {
  return ENDS[finish] ?? "";
}

export function attempt(each) {
  const status = each.status === undefined ? "" : ` (${each.status})`;
  return each.error === "" ? `${each.model}: answered` : `${each.model}: ${each.error.replaceAll("_", " ")}${status}`;
}

export function attempts(count) {
  return count === 1 ? "1 attempt" : `${count} attempts`;
}
