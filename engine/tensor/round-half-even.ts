/** The nearest whole number as Python and torch round it: a half becomes the even neighbour. Sizes depend on it. */
export const roundHalfEven = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))
