/**
 * Letters that have to be added, left out, replaced or swapped with their neighbour to make one text of the other
 * (Damerau–Levenshtein in its restricted form, "optimal string alignment"), as far as `limit`; `limit + 1` for more.
 * Time grows with length × limit.
 */
export function editDistance(one: string, other: string, limit: number): number {
  const over = limit + 1;
  if (Math.abs(one.length - other.length) > limit) return over;
  if (one === other) return 0;
  const width = other.length + 1;
  let before = new Uint16Array(width);
  let last = Uint16Array.from({ length: width }, (_, index) => Math.min(index, over));
  for (let row = 1; row <= one.length; row++) {
    const now = new Uint16Array(width).fill(over);
    if (row <= limit) now[0] = row;
    let least = now[0]!;
    for (let column = Math.max(1, row - limit); column <= Math.min(other.length, row + limit); column++) {
      const isSame = one[row - 1] === other[column - 1];
      let cost = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        cost = Math.min(cost, before[column - 2]! + 1);
      now[column] = Math.min(cost, over);
      least = Math.min(least, cost);
    }
    // A swap reaches over one row: only when this row and the one before are all over is there no way back.
    if (least > limit && Math.min(...last) > limit) return over;
    [before, last] = [last, now];
  }
  return Math.min(last[other.length]!, over);
}
