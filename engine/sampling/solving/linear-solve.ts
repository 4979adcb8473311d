/** Solves A·x = b for a small regular matrix, given by rows, by Gaussian elimination with pivoting. */
export function solve(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]!])
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(k, 0, pivot)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[k]! / pivot[k]!
      for (let j = k; j < row.length; j++) row[j] = row[j]! - factor * pivot[j]!
    }
  }
  return rows.map((row, k) => row[rows.length]! / row[k]!)
}
