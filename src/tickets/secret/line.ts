/**
 * Work done one piece at a time. Doors take turns, so that a crowd at one keeps nobody waiting long at another, and nobody waits at a
 * door twice.
 */
export interface Line<Door extends string> {
  /** Undefined: as many wait at this door as may, or this asker does. */
  join<T>(door: Door, asker: string, work: () => Promise<T>): Promise<T> | undefined;
}

interface Waiting {
  readonly asker: string;
  readonly work: () => Promise<void>;
}

/** `most`: how many may wait at each door, besides the one whose turn it is. */
export function createLine<Door extends string>(most: Readonly<Record<Door, number>>): Line<Door> {
  const doors = (Object.keys(most) as Door[]).map((name) => ({ name, waiting: [] as Waiting[] }));
  let inWork: Waiting | undefined;

  function goOn(): void {
    const nth = doors.findIndex(({ waiting }) => waiting.length > 0);
    const [door] = nth < 0 ? [] : doors.splice(nth, 1);
    inWork = door?.waiting.shift();
    // The door whose turn it was comes last from now on.
    if (door) doors.push(door);
    void inWork?.work().then(goOn);
  }

  return {
    join(name, asker, work) {
      const waiting = doors.find((door) => door.name === name)?.waiting ?? [];
      if (waiting.length >= most[name] || [inWork, ...waiting].some((one) => one?.asker === asker)) return undefined;
      return new Promise((resolve, reject) => {
        waiting.push({ asker, work: () => work().then(resolve, reject) });
        if (!inWork) goOn();
      });
    },
  };
}
