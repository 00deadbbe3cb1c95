/** Takes some rows one after the other; says whether any of them was changed. */
export async function changeEach<Row>(rows: readonly Row[], change: (row: Row) => Promise<boolean>): Promise<boolean> {
  let changed = false
  for (const row of rows) changed = (await change(row)) || changed
  return changed
}
