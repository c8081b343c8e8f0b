/**
 * A shell around `osler lsp`: starts it where there is a project, and restarts it when asked to.
 *
 * Everything else (findings, completion, hovers, renaming, quick fixes) is the language server's.
 */

import { type ExtensionContext, type LogOutputChannel, commands, window, workspace } from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
} from "vscode-languageclient/node";

/** Documents that Osler speaks about: articles, and the library, which not every editor calls `bibtex`. */
const DOCUMENTS: LanguageClientOptions["documentSelector"] = [
  { scheme: "file", language: "markdown" },
  { scheme: "file", language: "bibtex" },
  { scheme: "file", pattern: "**/*.bib" },
];

/** Files that change the answer though no one edits them here: the library, the lock, policy and board. */
const WATCHED = "**/{*.bib,*.md,references.lock,osler.toml,pyproject.toml,board.toml}";

/** Settings that the server is told as it starts. */
const OPTIONS = ["diagnostics", "codeLens", "network"] as const;
const SETTINGS = ["command", ...OPTIONS] as const;

const LONGEST_WAIT = 5_000;

let client: LanguageClient | undefined;
let log: LogOutputChannel | undefined;
/** Starts and stops come one after the other, however quickly they are asked for. */
let pending: Promise<void> = Promise.resolve();

export function activate(context: ExtensionContext): Promise<void> {
  log = window.createOutputChannel("Osler", { log: true });
  context.subscriptions.push(
    log,
    commands.registerCommand("osler.restart", restart),
    commands.registerCommand("osler.showLog", () => log?.show()),
    workspace.onDidChangeConfiguration((change) => {
      if (SETTINGS.some((name) => change.affectsConfiguration(`osler.${name}`))) {
        void restart();
      }
    }),
  );
  return restart();
}

export function deactivate(): Promise<void> {
  pending = pending.then(stop);
  return pending;
}

/** Stop the server if there is one, and start it by the settings of now. */
function restart(): Promise<void> {
  pending = pending.then(stop).then(start);
  return pending;
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  // A client that never came up cannot be told to stop.
  if (running?.state === State.Running) {
    await running.stop(LONGEST_WAIT).catch((error: unknown) => log?.warn(words(error)));
  }
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration("osler");
  const [command, ...args] = settings.get<string[]>("command", ["osler", "lsp"]);
  if (!command) {
    await complain("The setting osler.command is empty.");
    return;
  }
  const cwd = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const server: ServerOptions = { command, args, options: cwd === undefined ? {} : { cwd } };
  const options: LanguageClientOptions = {
    documentSelector: DOCUMENTS,
    initializationOptions: Object.fromEntries(OPTIONS.map((name) => [name, settings.get(name)])),
    outputChannel: log,
    synchronize: { fileEvents: workspace.createFileSystemWatcher(WATCHED) },
  };
  client = new LanguageClient("osler", "Osler", server, options);
  try {
    await client.start();
    log?.info(`started: ${[command, ...args].join(" ")}`);
  } catch (error) {
    client = undefined;
    await complain(`${[command, ...args].join(" ")} could not be started: ${words(error)}`);
  }
}

/** Say what is wrong, and offer the two places where it can be mended; does not wait for the answer. */
async function complain(message: string): Promise<void> {
  log?.error(message);
  const [settings, show] = ["Open the settings", "Show the log"];
  void window
    .showErrorMessage(`Osler: ${message} Install Osler, or set osler.command.`, settings, show)
    .then((chosen) => {
      if (chosen === settings) {
        void commands.executeCommand("workbench.action.openSettings", "osler.command");
      } else if (chosen === show) {
        log?.show();
      }
    });
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
