"""unpack.py WHEEL FOLDER: TensorFlow's headers into FOLDER/include, its libraries into FOLDER/lib."""
import os
import shutil
import sys
import zipfile

wheel, folder = sys.argv[1:]
libraries = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
    missing = [name for name in libraries if f"tensorflow/{name}" not in names]
    if missing:
        sys.exit(f"expected {', '.join(missing)} in {os.path.basename(wheel)}, found none")
    for name in names:
        if name.startswith("tensorflow/include/") and not name.endswith("/"):
            target = os.path.normpath(os.path.join(folder, name.removeprefix("tensorflow/")))
        elif name.removeprefix("tensorflow/") in libraries:
            target = os.path.join(folder, "lib", os.path.basename(name))
        else:
            continue
        if not target.startswith(os.path.normpath(folder) + os.sep):
            sys.exit(f"expected paths inside the wheel, found {name}")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
