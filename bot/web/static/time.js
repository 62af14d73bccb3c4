// The product's time in the words of a chat: 16:05, 昨天 16:05, 周一 16:05, 7月13日 16:05.

import { WORDS } from "./words.js";

const DAY = 86_400_000;
const makers = new Map();

/** Year, month, day, hour, minute and weekday of a moment in a time zone, and the day's number. */
export function parts(moment, zone) {
  if (!makers.has(zone)) {
    makers.set(
      zone,
      new Intl.DateTimeFormat("en-US", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
      }),
    );
  }
  const found = Object.fromEntries(makers.get(zone).formatToParts(moment).map((part) => [part.type, part.value]));
  const day = Math.round(Date.UTC(found.year, found.month - 1, found.day) / DAY);
  return { ...found, dayNumber: day, weekday: WORDS.weekdays[(day + 4) % 7] };
}

/** How a chat writes the moment, seen from `now`. */
export function chatTime(moment, now, zone, { short = false } = {}) {
  const then = parts(moment, zone);
  const today = parts(now, zone);
  const hour = `${then.hour}:${then.minute}`;
  const days = today.dayNumber - then.dayNumber;
  if (days === 0) return hour;
  const day = dayWords(then, today, days);
  return short ? day : `${day} ${hour}`;
}

function dayWords(then, today, days) {
  if (days === 1) return WORDS.yesterday;
  if (days > 1 && days < 7) return then.weekday;
  const day = WORDS.day(then.month, then.day);
  return then.year === today.year ? day : WORDS.year(then.year, day);
}

/** The clock of the demo: 7月13日 周一 16:05. */
export function fullTime(moment, zone) {
  const now = parts(moment, zone);
  return { day: `${WORDS.day(now.month, now.day)} ${now.weekday}`, hour: `${now.hour}:${now.minute}` };
}
