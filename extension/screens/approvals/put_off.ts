// Until when a card is put off.

const MORNING = 9;

/** Tomorrow at nine, by the clock of whoever looks. */
export function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
}
