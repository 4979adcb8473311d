import { RangeInputError } from '../errors.ts'
import { roundHalfEven } from '../tensor/round-half-even.ts'

/**
 * Formulas as ComfyUI's Math Expression takes them: Python's arithmetic, comparisons and `a if c else b`, and a fixed
 * list of functions. They are parsed and computed here; nothing in them is executed. Linear in the text.
 *
 *   choice  := or ('if' or 'else' choice)?      product := factor (('*' | '/' | '//' | '%') factor)*
 *   or      := and ('or' and)*                  factor  := ('+' | '-') factor | atom ('**' factor)?
 *   and     := not ('and' not)*                 atom    := number | name
 *   not     := 'not' not | comparison                        | name '(' choice, … ')' | '(' choice ')'
 *   comparison := sum (('<' | '<=' | '==' | '!=' | '>=' | '>') sum)*
 *   sum     := product (('+' | '-') product)*
 */

type Value = number | boolean | readonly number[]

const longest = 10_000
const deepest = 100
/** As in ComfyUI: higher powers are refused. */
const highestPower = 4000

const functions: Readonly<Record<string, (...x: number[]) => number>> = {
  sum: (...x) => x.reduce((a, b) => a + b, 0),
  min: (...x) => Math.min(...x),
  max: (...x) => Math.max(...x),
  abs: Math.abs,
  round: (x, digits = 0) => roundHalfEven(x * 10 ** digits) / 10 ** digits,
  pow: power,
  sqrt: Math.sqrt,
  ceil: Math.ceil,
  floor: Math.floor,
  log: (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)),
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  int: Math.trunc,
  float: x => x,
}

/**
 * @param names  the values of `a`, `b` …; `values` is the list of them
 * @throws RangeInputError when it is no formula, or its result is not a finite number
 */
export function evaluate(expression: string, names: Readonly<Record<string, number>>): number {
  if (expression.length > longest)
    throw new RangeInputError(`The expression has ${expression.length} characters; at most ${longest} are read.`)
  const result = new Parser(tokensOf(expression), { ...names, values: Object.values(names) }).whole()
  if (typeof result !== 'number')
    throw new RangeInputError(`The expression "${expression.slice(0, 60)}" does not give a number.`)
  if (!Number.isFinite(result))
    throw new RangeInputError(`The expression "${expression.slice(0, 60)}" gives ${result}.`)
  return result
}

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|\/\/|[<>=!]=|[-+*/%()<>,]))/y

function tokensOf(expression: string): string[] {
  const tokens: string[] = []
  const text = expression.trimEnd()
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (!found) throw new RangeInputError(`The expression has something else at “${text.slice(at, at + 20).trim()}”.`)
    tokens.push(found[1] ?? found[2] ?? found[3]!)
    at = TOKEN.lastIndex
  }
  if (tokens.length === 0) throw new RangeInputError('The expression is empty.')
  return tokens
}

/** Reads tokens from left to right, one method for each line of the grammar, and computes while it reads. */
class Parser {
  readonly #tokens: readonly string[]
  readonly #names: Readonly<Record<string, Value>>
  #at = 0
  #depth = 0
  constructor(tokens: readonly string[], names: Readonly<Record<string, Value>>) {
    this.#tokens = tokens
    this.#names = names
  }

  whole(): Value {
    const value = this.#choice()
    if (this.#at < this.#tokens.length)
      throw new RangeInputError(`The expression goes on after its end, at “${this.#tokens[this.#at]}”.`)
    return value
  }

  #take(...wanted: readonly string[]): string | undefined {
    return wanted.includes(this.#tokens[this.#at] ?? '') ? this.#tokens[this.#at++] : undefined
  }

  #expect(wanted: string): void {
    if (!this.#take(wanted))
      throw new RangeInputError(`The expression needs “${wanted}” before “${this.#tokens[this.#at] ?? 'its end'}”.`)
  }

  #nested(read: () => Value): Value {
    if (++this.#depth > deepest) throw new RangeInputError(`The expression is nested more than ${deepest} times.`)
    const value = read()
    this.#depth--
    return value
  }

  #leftToRight(read: () => Value, operators: Readonly<Record<string, (a: number, b: number) => number>>): Value {
    const signs = Object.keys(operators)
    let value = read()
    for (let sign = this.#take(...signs); sign; sign = this.#take(...signs))
      value = operators[sign]!(numberOf(value), numberOf(read()))
    return value
  }

  #choice = (): Value => {
    const value = this.#or()
    if (!this.#take('if')) return value
    const isTrue = truthOf(this.#or())
    this.#expect('else')
    const other = this.#nested(this.#choice)
    return isTrue ? value : other
  }

  #or = (): Value => {
    let value = this.#and()
    while (this.#take('or')) value = firstOf(value, this.#and(), true)
    return value
  }

  #and = (): Value => {
    let value = this.#not()
    while (this.#take('and')) value = firstOf(value, this.#not(), false)
    return value
  }

  #not = (): Value => (this.#take('not') ? !truthOf(this.#nested(this.#not)) : this.#comparison())

  #comparison = (): Value => {
    const signs = Object.keys(comparisons)
    const [first, holds] = [this.#sum(), [] as boolean[]]
    let left = first
    for (let sign = this.#take(...signs); sign; sign = this.#take(...signs)) {
      const right = this.#sum()
      holds.push(comparisons[sign]!(numberOf(left), numberOf(right)))
      left = right
    }
    return holds.length > 0 ? holds.every(each => each) : first
  }

  #sum = (): Value => this.#leftToRight(this.#product, sums)
  #product = (): Value => this.#leftToRight(this.#factor, products)

  #factor = (): Value => {
    if (this.#take('-')) return -numberOf(this.#nested(this.#factor))
    if (this.#take('+')) return numberOf(this.#nested(this.#factor))
    const base = this.#atom()
    return this.#take('**') ? power(numberOf(base), numberOf(this.#nested(this.#factor))) : base
  }

  #atom(): Value {
    if (this.#take('(')) {
      const value = this.#nested(this.#choice)
      this.#expect(')')
      return value
    }
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new RangeInputError('The expression ends where a value is missing.')
    if (/^[\d.]/.test(token)) return Number(token)
    return this.#take('(') ? this.#call(token) : this.#named(token)
  }

  #call(name: string): number {
    if (!Object.hasOwn(functions, name))
      throw new RangeInputError(`The expression calls ${name}, which is none of ${Object.keys(functions).join(', ')}.`)
    const given: number[] = []
    while (!this.#take(')')) {
      const value = this.#nested(this.#choice)
      given.push(...(typeof value === 'object' ? value : [numberOf(value)]))
      if (!this.#take(',') && this.#tokens[this.#at] !== ')') this.#expect(')')
    }
    if (given.length === 0) throw new RangeInputError(`The expression calls ${name} with nothing.`)
    return functions[name]!(...given)
  }

  #named(name: string): Value {
    if (name === 'True' || name === 'False') return name === 'True'
    if (Object.hasOwn(this.#names, name)) return this.#names[name]!
    const known = Object.keys(this.#names).join(', ')
    throw new RangeInputError(`The expression names “${name}”, which is not connected; there are ${known}.`)
  }
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
}
const sums = { '+': (a: number, b: number) => a + b, '-': (a: number, b: number) => a - b }
const products = {
  '*': (a: number, b: number) => a * b,
  '/': divide,
  '//': (a: number, b: number) => Math.floor(divide(a, b)),
  '%': (a: number, b: number) => a - b * Math.floor(divide(a, b)),
}

function divide(a: number, b: number): number {
  if (b === 0) throw new RangeInputError('The expression divides by zero.')
  return a / b
}

function power(base: number, exponent: number): number {
  if (Math.abs(exponent) > highestPower)
    throw new RangeInputError(`The expression has the exponent ${exponent}; at most ${highestPower} is possible.`)
  return base ** exponent
}

const truthOf = (value: Value): boolean => (typeof value === 'object' ? value.length > 0 : Boolean(value))
/** Python's `or` and `and` give one of the two. */
const firstOf = (a: Value, b: Value, wanted: boolean): Value => (truthOf(a) === wanted ? a : b)

function numberOf(value: Value): number {
  if (typeof value === 'object') throw new RangeInputError('The expression computes with the list “values” itself.')
  return Number(value)
}
