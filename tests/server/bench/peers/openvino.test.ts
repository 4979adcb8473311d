import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { findOpenVino } from '../../../../server/bench/peers/openvino.ts'
import { peer, program, subject } from './stand-ins.ts'

describe.skipIf(process.platform === 'win32')('OpenVINO through Python', () => {
  test('gets both networks and all of their weights', async () => {
    const weights =
      'size=$(wc -c < "$(dirname "$2")/model.bin"); grep -q "<net " "$2" && [ "$size" -gt 100000 ] || exit 4'
    const answer = 'echo "{\\"create\\": 3, \\"run\\": $3}"'
    const python = await program('python', `[ "$1" = -c ] && { echo 2026.4.0-22959-99c; exit; }\n${weights}\n${answer}`)
    const found = peer(await findOpenVino(60, python))
    expect(found.name).toBe('OpenVINO 2026.4.0, Python, float32')
    expect(await found.measure(subject)).toMatchObject({ step: 2, decode: 1, create: 3 })
  })

  test('is not found where Python cannot import it', async () => {
    const python = await program('python', 'echo "ModuleNotFoundError: No module named openvino" >&2; exit 1')
    expect(await findOpenVino(60, python)).toBe(
      `OpenVINO through Python (${python} cannot import it; --python COMMAND chooses another)`,
    )
    expect(await findOpenVino(60, '/nowhere/python')).toMatch(/^OpenVINO through Python \(\/nowhere\/python cannot/)
  })
})

/** A Python of the machine; the variable names another one, of a virtual environment. */
const python = process.env.PYTHON ?? 'python3'
const hasOpenVino = spawnSync(python, ['-c', 'import numpy, openvino']).status === 0
if (!hasOpenVino) console.warn(`OpenVINO through Python is not tested here: ${python} does not have it`)

test.skipIf(!hasOpenVino)('OpenVINO itself reads the networks and measures them', { timeout: 120_000 }, async () => {
  const times = await peer(await findOpenVino(100, python)).measure(subject)
  for (const time of [times.step, times.decode, times.create]) expect(time).toBeGreaterThan(0)
})
