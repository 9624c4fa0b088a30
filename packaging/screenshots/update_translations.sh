#!/bin/sh
# Brings the Qt Linguist files of all languages (gui/modori/languages.py) up to date with the sources, and makes that of
# a new one. English has plural forms only.
set -e
cd "$(dirname "$0")/../.."
lupdate=${LUPDATE:-pyside6-lupdate}
for language in $(sed -n 's/^Language = Literal\[\(.*\)\]$/\1/p' gui/modori/languages.py | tr -d '",'); do
    file=resources/translations/modori_$language.ts
    options=""
    [ "$language" != en ] || options=-pluralonly
    [ -e "$file" ] || options="-source-language en_US -target-language $language"
    # shellcheck disable=SC2086
    "$lupdate" gui/modori/window/*.py -locations none -no-obsolete $options -ts "$file"
done
