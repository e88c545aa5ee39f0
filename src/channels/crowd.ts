/** Calls of providers that are being answered at the same time. */
export interface Crowd {
  /** False when there are as many already; a call that was let in leaves once. "once": nobody will make this call again. */
  enter(offer?: "once"): boolean;
  leave(): void;
}

/**
 * At most `most` calls at once. Each waits for those before it, so this bounds how long any of them waits, however many arrive: the
 * others are sent away unread, which costs little, and their provider sends them again. `reserve` more find room where it would not.
 */
export function openCrowd({ most, reserve }: { readonly most: number; readonly reserve: number }): Crowd {
  let inside = 0;
  return {
    enter(offer) {
      if (inside >= (offer === "once" ? most + reserve : most)) return false;
      inside += 1;
      return true;
    },
    leave() {
      inside -= 1;
    },
  };
}
