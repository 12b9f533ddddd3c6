// Conditions as data: which items are asked. The twin of qol/instruments/conditions.py; both are proved by
// tests/instruments/conditions.json.

/** Whether every entry of a condition holds: true, false, or null where that rests on a fact that is not known. */
export function holds(condition, facts) {
  let unknown = false;
  for (const [fact, values] of Object.entries(condition)) {
    const value = facts[fact] ?? null;
    if (value === null) unknown = true;
    else if (!values.includes(value)) return false;
  }
  return unknown ? null : true;
}

/** The ids of the items whose conditions all hold; an unknown fact asks nothing. Each item is {id, conditions}. */
export function asked(items, facts) {
  return items
    .filter((item) => item.conditions.every((condition) => holds(condition, facts) === true))
    .map((item) => item.id);
}
