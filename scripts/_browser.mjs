// Finds a Chromium for the end-to-end tests, fetching one where the machine has none. It says what it
// chose and never gives up silently. Used by test.mjs and, through test/support/browser.ts, by tests.

import { spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { CACHE, Plain, ROOT, say, withLock } from "./_house.mjs";
import { npm } from "./_install.mjs";
import { runCommand, runNode } from "./_tree.mjs";

/**
 * Chromium takes the last list only, so this is Playwright's own (its reasons are in its chromiumSwitches) and three
 * more: a Chromium without windows opens the address bar's lists all the same, two pages of scripts for each new
 * context, and nobody sees them.
 */
const FEATURES_OFF = [
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxPopup",
];

/** What every browser is started with: no windows, no calls home. */
export const BROWSER_FLAGS = [
  `--disable-features=${FEATURES_OFF.join(",")}`,
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const VERSION_TIMEOUT_MS = 20_000;
const PATH_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SOURCE = join(ROOT, "test", "browser");
const FETCHED = join(CACHE, "test-browser");
const isRoot = process.getuid?.() === 0;

/** `{ path, env, from }`. Set CONCORD_IGNORE_SYSTEM_BROWSER=1 to try what a bare machine does. */
export async function findBrowser({ quiet = false, env = process.env } = {}) {
  const named = env.CHROMIUM_PATH || env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH;
  if (named) {
    const version = versionOf(named);
    if (version === undefined) throw new Plain(`The browser named by CHROMIUM_PATH does not run: ${named}`);
    return chosen({ path: named, from: "CHROMIUM_PATH", version }, quiet);
  }
  const bare = env.CONCORD_IGNORE_SYSTEM_BROWSER === "1";
  const steps = [
    ["the machine", !bare && systemBrowser],
    ["Playwright's cache", !bare && cachedBrowser],
    ["the npm package @sparticuz/chromium", fetchedBrowser],
    ["Playwright's download", downloadedBrowser],
    ["apt-get", !bare && debianBrowser],
  ];
  const failures = [];
  for (const [from, step] of steps) {
    if (!step) continue;
    try {
      const found = await step(quiet);
      if (found !== undefined) return chosen({ ...found, from }, quiet);
      failures.push(`${from}: none`);
    } catch (error) {
      failures.push(`${from}: ${error.message}`);
    }
  }
  throw new Plain(
    [
      "No Chromium for the end-to-end tests could be found or fetched:",
      ...failures.map((line) => `  - ${line}`),
      "Install Chromium or Google Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test",
    ].join("\n"),
  );
}

function chosen({ path, env = {}, from, version }, quiet) {
  if (!quiet) say(`Browser: ${version ?? "Chromium"} from ${from} (${path})`);
  return { path, env, from };
}

/** What `--version` prints, or `undefined` where it does not run: a stub, or libraries are missing. */
function versionOf(path, env = {}) {
  if (!existsSync(path)) return undefined;
  if (process.platform === "win32") return "Chromium"; // There, --version opens a window.
  const result = spawnSync(path, ["--version"], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: VERSION_TIMEOUT_MS,
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

const firstThatRuns = (paths) => {
  for (const path of paths) {
    const version = versionOf(path);
    if (version !== undefined) return { path, version };
  }
  return undefined;
};

function systemBrowser() {
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => PATH_NAMES.map((name) => join(folder, name)))
    .filter(isExecutable);
  const usual = {
    darwin: ["/Applications", join(homedir(), "Applications")].flatMap((folder) => [
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]),
    win32: ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].flatMap((name) => {
      const folder = process.env[name];
      if (folder === undefined) return [];
      return [
        join(folder, "Google", "Chrome", "Application", "chrome.exe"),
        join(folder, "Chromium", "Application", "chrome.exe"),
        join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
      ];
    }),
  };
  return firstThatRuns([...onPath, ...(usual[process.platform] ?? [])]);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function cachedBrowser() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), "Library", "Caches", "ms-playwright"),
      win32: join(process.env.LOCALAPPDATA ?? homedir(), "ms-playwright"),
    }[process.platform] ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "ms-playwright");
  if (!existsSync(cache)) return undefined;
  const revision = (name) => Number(/-(\d+)$/.exec(name)?.[1] ?? 0);
  const folders = readdirSync(cache)
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a));
  const names =
    /^(chrome|chrome\.exe|headless_shell|chrome-headless-shell(\.exe)?|Chromium|Google Chrome for Testing)$/;
  return firstThatRuns(
    folders.flatMap((folder) =>
      readdirSync(join(cache, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && names.test(entry.name))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
    ),
  );
}

/** 66 MB from npm, unpacked to 200 MB under .cache; for Linux x64 only. */
async function fetchedBrowser(quiet) {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const unpacked = join(FETCHED, "unpacked");
  const path = join(unpacked, "chromium");
  await withLock("test-browser", async () => {
    if (existsSync(path)) return;
    if (!quiet) say("Fetching a Chromium for the tests (66 MB, once)…");
    mkdirSync(FETCHED, { recursive: true });
    for (const name of ["package.json", "package-lock.json"])
      copyFileSync(join(SOURCE, name), join(FETCHED, name));
    if (!(await npm(["ci", "--ignore-scripts"], FETCHED))) throw new Error("npm could not fetch it");
    const parts = join(FETCHED, "node_modules", "@sparticuz", "chromium", "bin");
    const fresh = `${unpacked}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    for (const name of ["al2023", "fonts", "swiftshader"]) await untar(join(parts, `${name}.tar.br`), fresh);
    const binary = join(fresh, "chromium");
    await pipeline(
      createReadStream(join(parts, "chromium.br")),
      createBrotliDecompress(),
      createWriteStream(binary),
    );
    chmodSync(binary, 0o755);
    writeFileSync(join(fresh, "fonts.conf"), fontsConf(unpacked));
    renameSync(fresh, unpacked);
    // The packed form is not needed again.
    rmSync(join(FETCHED, "node_modules"), { recursive: true, force: true });
  });
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_FILE: join(unpacked, "fonts.conf") };
  // The machine's own libraries first; the bundled ones (nss, nspr, expat) where those are missing.
  const bundled = [join(unpacked, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  for (const env of [fonts, { ...fonts, LD_LIBRARY_PATH: bundled }]) {
    const version = versionOf(path, env);
    if (version !== undefined) return { path, env, version };
  }
  throw new Error("it does not run on this machine");
}

async function untar(file, folder) {
  const tar = spawn("tar", ["-x", "--no-same-owner", "-C", folder], {
    stdio: ["pipe", "inherit", "inherit"],
  });
  const done = new Promise((resolve, reject) => {
    tar.once("error", reject);
    tar.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with code ${code}`))));
  });
  await Promise.all([pipeline(createReadStream(file), createBrotliDecompress(), tar.stdin), done]);
}

const fontsConf = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`;

async function downloadedBrowser() {
  const cli = join(ROOT, "node_modules", "playwright-core", "cli.js");
  if (!existsSync(cli)) return undefined;
  const result = await runNode([cli, "install", "--only-shell", "chromium"], { quiet: true });
  if (!result.ok) throw new Error("it could not be downloaded");
  return cachedBrowser();
}

async function debianBrowser() {
  if (!isRoot || !existsSync("/usr/bin/apt-get")) return undefined;
  await runCommand("apt-get", ["update", "-qq"], { quiet: true });
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const result = await runCommand("apt-get", ["install", "-y", "-qq", "chromium"], { quiet: true, env });
  if (!result.ok) throw new Error("it could not be installed");
  return systemBrowser();
}
