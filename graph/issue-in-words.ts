import type { z } from 'zod'

/** What a check of external data found, and where: `nodes.0.type: expected string, and it is missing`. */
export function issueInWords({ path, message }: z.core.$ZodIssue): string {
  const words = message.replace(/^Invalid input: /, '').replace(/, received undefined$/, ', and it is missing')
  return path.length > 0 ? `${path.join('.')}: ${words}` : words
}
