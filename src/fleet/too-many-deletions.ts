import { ToldError } from "../aws/index.ts";

/** More is to be deleted of a range than its run may delete: no other worker could either. */
export class TooManyDeletions extends ToldError {
  override readonly name = "TooManyDeletions";

  constructor(deletions: number, most: number) {
    super({
      en: `the run may delete ${most} and has not enough of it left for ${deletions} here, so nothing of this is deleted; one side changed meanwhile: run the command again`,
      ja: `この実行で削除できるのは ${most} 個までで、ここでの ${deletions} 個には足りないため、この範囲では何も削除していません。途中でどちらかの側が変わっています。もう一度コマンドを実行してください`,
    });
  }
}
