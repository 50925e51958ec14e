import type { Catalogue } from "../catalogue.ts";
import { causes } from "./causes.ts";
import { check } from "./check.ts";
import { diagnoses } from "./diagnoses.ts";
import { explain } from "./explain.ts";
import { grant } from "./grant.ts";
import { help } from "./help.ts";
import { fleet } from "./fleet.ts";
import { jobs } from "./jobs.ts";
import { layers } from "./layers.ts";
import { lint } from "./lint.ts";
import { probe } from "./probe.ts";
import { request } from "./request.ts";
import { lab, story } from "./story.ts";
import { sync } from "./sync.ts";
import { test } from "./test.ts";

export const english: Catalogue = {
  language: "en",
  layers,
  diagnoses,
  causes,
  check,
  explain,
  grant,
  help,
  fleet,
  jobs,
  lab,
  lint,
  fault: "this is a fault of sluice, please report it",
  partGone:
    "a part of sluice cannot be loaded: it was updated or removed while this ran, or is not installed whole; run the command again",
  page: (url) => `the page is on ${url} for browsers on this machine; Ctrl-C ends it`,
  probe,
  request,
  story,
  sync,
  test,
};
