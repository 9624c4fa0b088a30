; The installer for Windows, made by Inno Setup 6: ./packaging/build installer hands over Version, Folder, Icon, Out, Name and Publisher.
; For one user, without an administrator; in Japanese where Windows is Japanese, else in English.
; Not run by its authors, who have no Windows: the workflow in .github/workflows/packages.yml runs it.

#ifndef Version
  #error Start it by: python packaging/build installer
#endif

[Setup]
; Never to be changed: by this a new version finds the one before.
AppId={{6D4E0D5B-6D0A-4E0B-9A53-7B1D0C4C7E21}
AppName=Modori
AppVersion={#Version}
AppPublisher={#Publisher}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Modori
DefaultGroupName=Modori
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\modori.exe
UninstallDisplayName=Modori
OutputDir={#Out}
OutputBaseFilename={#Name}
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto
ChangesAssociations=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[CustomMessages]
en.Mail=Mail file
ja.Mail=メールのファイル
en.Launch=Open Modori
ja.Launch=Modoriを開く
en.Kept=Your settings and what Modori read are kept in %1. Delete that folder if you do not need them any more.
ja.Kept=設定と読み込んだ内容は%1に残っています。不要でしたら、フォルダーごと削除してください。

[InstallDelete]
; A library that the new version does not bring must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Modori"; Filename: "{app}\modori.exe"

[Registry]
; Offered under "Open with"; the program that opens mail files now stays the one that does.
Root: HKA; Subkey: "Software\Classes\Modori.Mail"; ValueType: string; ValueData: "{cm:Mail}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Modori.Mail\DefaultIcon"; ValueType: string; ValueData: "{app}\modori.exe,0"
Root: HKA; Subkey: "Software\Classes\Modori.Mail\shell\open\command"; ValueType: string; ValueData: """{app}\modori.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.eml\OpenWithProgids"; ValueType: string; ValueName: "Modori.Mail"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.mbox\OpenWithProgids"; ValueType: string; ValueName: "Modori.Mail"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\modori.exe"; Description: "{cm:Launch}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Place: String;
begin
  Place := ExpandConstant('{localappdata}\modori');
  if (Step = usPostUninstall) and DirExists(Place) and not UninstallSilent then
    MsgBox(FmtMessage(CustomMessage('Kept'), [Place]), mbInformation, MB_OK);
end;
