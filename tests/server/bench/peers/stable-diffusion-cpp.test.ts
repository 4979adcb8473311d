import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findStableDiffusionCpp } from '../../../../server/bench/peers/stable-diffusion-cpp.ts'
import { onPath, peer, program, subject } from './stand-ins.ts'

const named = async (name: string, commands: string) => onPath(dirname(await program(name, commands)))

/** What the program prints, with the lines of its log that matter. */
const log = `
case "$1" in
  --help) echo "  --cfg-scale <float>  unconditional guidance scale"; exit ;;
  --version) echo "stable-diffusion.cpp version master-504, commit 0ca6a5a"; exit ;;
esac
echo "$*" | grep -q -- "-W 64 -H 64 --steps 2 --cfg-scale 1" || exit 5
echo "[INFO ] stable-diffusion.cpp:2033 - get_learned_condition completed, taking 129 ms"
printf "  |=====| 1/2 - 4.5s/it\\r  |=====| 2/2 - 4.5s/it\\n"
echo "[INFO ] stable-diffusion.cpp:2141 - sampling completed, taking 9.10s"
echo "[INFO ] stable-diffusion.cpp:2180 - decode_first_stage completed, taking 850 ms"
echo "[INFO ] stable-diffusion.cpp:2195 - generate_image completed in 10.20s"
`

describe.skipIf(process.platform === 'win32')('stable-diffusion.cpp', () => {
  test('is measured by its log, with its version', async () => {
    await named('sd-cli', log)
    const found = peer(await findStableDiffusionCpp(60))
    expect(found.name).toBe('stable-diffusion.cpp master-504')
    const { first, peakBytes: _, ...times } = await found.measure(subject)
    expect(times).toEqual({ step: 4.55, decode: 0.85, next: 10.2 })
    expect(first).toBeGreaterThan(0)
  })

  test('is not another program that is named sd', async () => {
    await named('sd', 'echo "An intuitive find & replace CLI"')
    expect(await findStableDiffusionCpp(60)).toBe('stable-diffusion.cpp (neither sd-cli nor sd is on the PATH)')
  })

  test('says what it said last where it fails', async () => {
    await named(
      'sd-cli',
      '[ "$1" = --help ] && { echo --cfg-scale; exit; }; [ "$1" = --version ] && { echo "stable-diffusion.cpp version unknown, commit unknown"; exit; }; echo "[ERROR] init model failed" >&2; exit 1',
    )
    const found = peer(await findStableDiffusionCpp(60))
    expect(found.name).toBe('stable-diffusion.cpp (no version)')
    await expect(found.measure(subject)).rejects.toThrow('sd-cli: code 1, [ERROR] init model failed')
  })

  test('is ended where it takes too long', async () => {
    await named(
      'sd-cli',
      '[ "$1" = --help ] && { echo --cfg-scale; exit; }; [ "$1" = --version ] && exit; exec sleep 600',
    )
    const found = peer(await findStableDiffusionCpp(0.3))
    await expect(found.measure(subject)).rejects.toThrow('sd-cli did not end within 0.3 s')
  })
})
