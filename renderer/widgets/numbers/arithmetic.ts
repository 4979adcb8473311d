/**
 * Calculates what was typed into a number: `512`, `3*512`, `(1+0.5)/2`. A leading operator continues the present value:
 * `*2`, `+0.1`, `/4`. A recursive descent parser for + - * / % ^ and brackets; nothing is evaluated as a program.
 *
 * @returns the value, or a sentence that says which part cannot be read
 */
export function calculate(text: string, present: number): { readonly value: number } | { readonly why: string } {
  const wanted = text.trim().replaceAll(',', '.')
  if (wanted === '') return { why: 'Type a number.' }
  // A leading minus is a sign: -1 is the value -1, not one less than the present value.
  const reader = readerOf(/^[+*/%^]/.test(wanted) ? `${present}${wanted}` : wanted)
  const value = reader.sum()
  if (reader.rest() !== '') return { why: `Cannot read “${reader.rest()}”.` }
  return Number.isFinite(value) ? { value } : { why: 'That is not a number.' }
}

function readerOf(text: string) {
  let at = 0
  const skip = () => {
    while (text[at] === ' ') at++
  }
  const take = (...signs: readonly string[]): string | null => {
    skip()
    const found = signs.find(sign => text[at] === sign)
    if (found !== undefined) at++
    return found ?? null
  }

  function sum(): number {
    let value = product()
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) value += (sign === '+' ? 1 : -1) * product()
    return value
  }
  function product(): number {
    let value = power()
    for (let sign = take('*', '/', '%'); sign; sign = take('*', '/', '%')) {
      const next = power()
      value = sign === '*' ? value * next : sign === '/' ? value / next : value % next
    }
    return value
  }
  /** Right-associative; a sign binds less than ^: -2^2 is -4. */
  function power(): number {
    const sign = take('-', '+')
    if (sign) return (sign === '-' ? -1 : 1) * power()
    const base = atom()
    return take('^') ? base ** power() : base
  }
  function atom(): number {
    if (take('(')) {
      const value = sum()
      return take(')') ? value : Number.NaN
    }
    skip()
    const digits = /^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i.exec(text.slice(at))?.[0]
    if (digits === undefined) return Number.NaN
    at += digits.length
    return Number(digits)
  }
  return {
    sum,
    rest: () => {
      skip()
      return text.slice(at)
    },
  }
}
