#!/bin/sh
# Brings the Qt Linguist files up to date with the sources. English has plural forms only.
set -e
cd "$(dirname "$0")/../.."
lupdate=${LUPDATE:-pyside6-lupdate}
"$lupdate" gui/modori/window/*.py -locations none -no-obsolete -source-language en_US -target-language ja_JP -ts resources/translations/modori_ja.ts
"$lupdate" gui/modori/window/*.py -locations none -no-obsolete -source-language en_US -target-language en_US -pluralonly -ts resources/translations/modori_en.ts
