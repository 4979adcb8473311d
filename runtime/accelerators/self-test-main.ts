import { selfTest } from './self-test.ts'

/** The program that `test-pack.ts` starts: prints the verdict of the library in its argument as JSON. */
console.log(JSON.stringify(await selfTest(process.argv[2]!)))
