#!/bin/sh
# Makes the documents in made/ from contract.fodt, by real producers: LibreOffice (packages
# libreoffice-writer-nogui, libreoffice-calc and python3-uno) and Info-ZIP (package zip). They are committed, so that the tests need neither; the
# expected texts beside them (NAME.txt) are written by hand, or by tests/documents/run.py --update
# and then read. The names end in what they are; what they are is told by their bytes.
set -eu
cd "$(dirname "$0")/made"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp contract.fodt "$work"
office() { soffice "-env:UserInstallation=file://$work/profile" --headless "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; }
for kind in docx odt rtf pdf html doc; do
    office --convert-to "$kind" --outdir . "$work/contract.fodt"
done
# Plain text and DocBook, which keep what was deleted and what is hidden; a table as CSV.
office --convert-to 'txt:Text (encoded):UTF8' --outdir . "$work/contract.fodt"
office --convert-to 'xml:DocBook File' --outdir . "$work/contract.fodt"
printf '<table><tr><td>no</td><td>clause</td></tr><tr><td>1</td><td>%s</td></tr></table>' \
    'The supplier shall keep all information confidential, and disclose nothing.' >"$work/terms.html"
office --infilter='HTML (StarCalc)' --convert-to csv --outdir . "$work/terms.html"
# An archive in an archive, and a locked one.
rm -f nested.zip locked.zip
zip -q -X -j "$work/inner.zip" contract.docx
zip -q -X -j nested.zip "$work/inner.zip"
zip -q -X -j -e -P secret locked.zip contract.docx
office --convert-to 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"secret"}}' --outdir "$work" contract.fodt
mv "$work/contract.pdf" locked.pdf
# Pages that are pictures, as scanners make them: a picture of the contract as a page.
pdftoppm -png -r 50 -gray -singlefile contract.pdf "$work/contract"
{
    printf '<html><body><img width="500" src="data:image/png;base64,'
    base64 -w0 "$work/contract.png"
    printf '"></body></html>'
} >"$work/scan.html"
office --convert-to 'odt:writer8' --infilter='HTML (StarWriter)' --outdir "$work" "$work/scan.html"
office --convert-to pdf --outdir . "$work/scan.odt"
# One page with a text layer, one that is a picture and one that is empty.
{
    printf '<html><body><p>The Supplier shall keep all information of the Buyer confidential.</p>'
    printf '<p style="page-break-before: always"><img width="500" src="data:image/png;base64,'
    base64 -w0 "$work/contract.png"
    printf '"></p><p style="page-break-before: always">&nbsp;</p></body></html>'
} >"$work/part-scan.html"
office --convert-to 'odt:writer8' --infilter='HTML (StarWriter)' --outdir "$work" "$work/part-scan.html"
office --convert-to pdf --outdir . "$work/part-scan.odt"
# Locked ones: the command line has no way to give a password, its programming interface has.
soffice "-env:UserInstallation=file://$work/profile" --headless --accept='pipe,name=procscreen;urp' >"$work/log" 2>&1 &
listener=$!
trap 'kill "$listener" 2>/dev/null || :; rm -rf "$work"' EXIT
/usr/bin/python3 - <<'PY'
import pathlib, time, uno
from com.sun.star.beans import NamedValue, PropertyValue

def value(name, what):
    return PropertyValue(Name=name, Value=what)

context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
for attempt in range(60):
    try:
        remote = resolver.resolve("uno:pipe,name=procscreen;urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
here = pathlib.Path().resolve()
document = desktop.loadComponentFromURL((here / "contract.fodt").as_uri(), "_blank", 0, (value("Hidden", True),))
lock = uno.Any("[]com.sun.star.beans.NamedValue",
               (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", "secret")))
document.storeToURL((here / "locked.docx").as_uri(), (value("FilterName", "MS Word 2007 XML"), value("EncryptionData", lock)))
document.storeToURL((here / "locked.odt").as_uri(), (value("FilterName", "writer8"), value("Password", "secret")))
document.close(True)
try:
    desktop.terminate()
except Exception:
    pass
PY
wait "$listener" || :
ls -l
