import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { notMeasured, thisMachine } from '../../../../runtime/accelerators/packs.ts'
import { report } from '../../../../server/cli/accelerators/doctor.ts'

test('the report has the machine, its devices and packs, and nobody’s name or folder', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const pack = join(folder, 'accelerators', 'openvino-1.2.3')
  await mkdir(pack, { recursive: true })
  const manifest = { name: 'openvino', version: '1.2.3', sha256: '', library: 'libs/c.so', bytes: {} }
  await writeFile(join(pack, 'pack.json'), JSON.stringify(manifest))
  const problems = [`OpenVINO could not be loaded from ${homedir()}/pack/c.so`, `/srv/${userInfo().username}/x`]
  const verdict = { passed: false, problems, machine: thisMachine(), times: notMeasured }
  await writeFile(join(pack, 'verdict.json'), JSON.stringify(verdict))

  const text = await report(folder)
  expect(text).toMatch(/^system +\w+ \w+ .*Node \d+/)
  expect(text).toMatch(/^devices .*cpu/m)
  expect(text).toMatch(
    /^openvino-1\.2\.3 +did not pass its test, not used\n {2}OpenVINO could not be loaded from ~\/pack\/c\.so\n {2}\/srv\/NAME\/x$/m,
  )
  expect(text).toMatch(/^matrix products +\d+ GFLOP\/s/m)
  expect(text).toMatch(/^copying memory +[\d.]+ GB\/s/m)
  for (const name of [homedir(), hostname(), folder]) expect(text).not.toContain(name)
})
