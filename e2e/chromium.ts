import { findBrowser } from '../scripts/findBrowser.mjs'

const executablePath = findBrowser()

/**
 * How every test starts its browser. The path is always given, where one is found: without it Playwright takes its
 * "headless shell", which has no WebGPU.
 */
export const chromium = {
  ...(executablePath ? { executablePath } : {}),
  args: [
    // Continuous integration often runs as root in a container, where Chromium's sandbox cannot start.
    '--no-sandbox',
    // Nothing the browser does on its own should reach for the network, which may not be there.
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // The page drawn by the compositor of the CPU, which is quicker than a GPU in software.
    '--disable-gpu-compositing',
    // WebGPU in software: the same adapter on every machine, with or without a GPU.
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ],
}
