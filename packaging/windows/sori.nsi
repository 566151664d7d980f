; The installer of Sori for one user of Windows; no administrator is asked for.
;
; packaging/releasing/windows.py compiles it, and says: VERSION, FOUR_NUMBERS (the same as a.b.c.d), EDITION,
; INTERNAL (a folder), COMMAND, WINDOW, LICENCE, ICON, SIDE (files), OUTPUT, INSTALLED_KB, MOST_LETTERS (of the folder that is
; chosen, so that no path inside passes Windows' 259), COMPRESSOR, and perhaps SIGN, a command that signs a file.
;
; Silent: sori-setup.exe /S [/DESCRIBE=yes|no] [/AUTOSTART=yes|no] [/DESKTOP=yes|no] [/D=C:\folder]. Left out, they stay
; as they are. The exit code is 0, or 2 if nothing was changed; %TEMP%\sori-setup.txt then says why.

Unicode true
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor ${COMPRESSOR}
!if ${COMPRESSOR} == lzma
  ; of 32-bit memory: makensis takes eleven times as much
  SetCompressorDictSize 32
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define OWN_KEY "Software\Sori"
!define LISTED_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sori"
!define START_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define VERB_KEY "Software\Classes\SystemFileAssociations\image\shell\Sori.Describe"

Name "Sori"
OutFile "${OUTPUT}"
BrandingText "Sori ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Sori"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

Var Before ; the version that was there
Var BeforeFolder
Var Describe ; yes or no, as are the next three
Var Autostart
Var OnDesktop
Var DeleteData
Var Box1
Var Box2
Var Box3

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TEXT "$(WelcomeText)"
!define MUI_DIRECTORYPAGE_TEXT_TOP "$(WhereText)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\sori-desktop.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(StartNow)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
Page custom ShowOptions TakeOptions
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.ShowData un.TakeData
!insertmacro MUI_UNPAGE_INSTFILES
; Windows' own language decides which of them is shown; the first is for all others.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Korean"
!include words.nsh

VIProductVersion "${FOUR_NUMBERS}"
!macro Resource LANGUAGE TEXT
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "Sori"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${TEXT}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "GPL-3.0-or-later"
  VIAddVersionKey /LANG=${LANGUAGE} "Comments" "${EDITION}"
!macroend
!insertmacro Resource ${LANG_ENGLISH} "Installer of Sori"
!insertmacro Resource ${LANG_KOREAN} "Sori 설치 프로그램"

; ---- Ending with a sentence ----------------------------------------------------------------------

!macro EndBecause WORDS
  !insertmacro WriteWhy "${WORDS}"
  MessageBox MB_OK|MB_ICONSTOP "${WORDS}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend
!define EndBecause "!insertmacro EndBecause"

; Who installs silently sees no message.
!macro WriteWhy WORDS
  ${If} ${Silent}
    ClearErrors
    FileOpen $R9 "$TEMP\sori-setup.txt" w
    ${IfNot} ${Errors}
      FileWriteUTF16LE /BOM $R9 "${WORDS}"
      FileClose $R9
    ${EndIf}
  ${EndIf}
!macroend

; ---- What is there already -----------------------------------------------------------------------

Function .onInit
  Delete "$TEMP\sori-setup.txt"
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} 17763
    ${EndBecause} "$(NeedsNewerWindows)"
  ${EndIf}
  ; Only Windows 11 runs programs for Intel's 64 bits there.
  ${If} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} 22000
    ${EndBecause} "$(NeedsWindows11)"
  ${EndIf}
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Sori.Setup") p .r1 ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    ${EndBecause} "$(AlreadyInstalling)"
  ${EndIf}
  ReadRegStr $Before HKCU "${OWN_KEY}" "Version"
  ReadRegStr $BeforeFolder HKCU "${OWN_KEY}" "Folder"
  Call AskBeforeGoingBack
  Call ReadOptions
FunctionEnd

Function AskBeforeGoingBack
  ${If} $Before != ""
    ${VersionCompare} "$Before" "${VERSION}" $0
    ${If} $0 = 1
      MessageBox MB_YESNO|MB_ICONQUESTION "$(AskOlder)" /SD IDYES IDYES +3
      SetErrorLevel 1
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

; A choice is what the command line says, else what is so now, else what a fresh installation has.
!macro ReadOption VARIABLE SWITCH FRESH IS_NOW
  StrCpy ${VARIABLE} "${FRESH}"
  ${If} $Before != ""
    StrCpy ${VARIABLE} "no"
    ${If} ${IS_NOW}
      StrCpy ${VARIABLE} "yes"
    ${EndIf}
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "${SWITCH}" $0
  ${IfNot} ${Errors}
    StrCpy ${VARIABLE} $0
  ${EndIf}
!macroend

Function ReadOptions
  ${GetParameters} $R0
  ReadRegStr $R1 HKCU "${START_KEY}" "Sori"
  ReadRegStr $R2 HKCU "${VERB_KEY}" ""
  !insertmacro ReadOption $Describe "/DESCRIBE=" "yes" '$R2 != ""'
  !insertmacro ReadOption $Autostart "/AUTOSTART=" "no" '$R1 != ""'
  !insertmacro ReadOption $OnDesktop "/DESKTOP=" "no" '${FileExists} "$DESKTOP\Sori.lnk"'
FunctionEnd

; ---- Pages: plain check boxes, since screen readers do not tell the state of NSIS's own list ------

Function .onVerifyInstDir
  StrLen $0 "$INSTDIR"
  ${If} $0 > ${MOST_LETTERS}
    Abort
  ${EndIf}
FunctionEnd

!macro ShowBox BOX TOP WORDS VALUE
  ${NSD_CreateCheckbox} 0 ${TOP} 100% 20u "${WORDS}"
  Pop ${BOX}
  ${If} ${VALUE} == "yes"
    ${NSD_Check} ${BOX}
  ${EndIf}
!macroend

!macro TakeBox BOX VALUE
  StrCpy ${VALUE} "no"
  ${NSD_GetState} ${BOX} $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy ${VALUE} "yes"
  ${EndIf}
!macroend

Function ShowOptions
  !insertmacro MUI_HEADER_TEXT "$(OptionsTitle)" "$(OptionsText)"
  nsDialogs::Create 1018
  Pop $0
  !insertmacro ShowBox $Box1 0u "$(OptionExplorer)" $Describe
  !insertmacro ShowBox $Box2 24u "$(OptionStart)" $Autostart
  !insertmacro ShowBox $Box3 48u "$(OptionDesktop)" $OnDesktop
  ${NSD_SetFocus} $Box1
  nsDialogs::Show
FunctionEnd

Function TakeOptions
  !insertmacro TakeBox $Box1 $Describe
  !insertmacro TakeBox $Box2 $Autostart
  !insertmacro TakeBox $Box3 $OnDesktop
FunctionEnd

; ---- Closing the Sori that runs, and keeping the old one until the new one is there ---------------

!macro Closing UN
; Ask the Sori in $R0 to close. $R8 is its answer: 0 when it closes, 3 when none runs.
Function ${UN}CloseSori
  ${If} ${FileExists} "$R0\sori.exe"
    DetailPrint "$(Closing)"
    nsExec::Exec /TIMEOUT=30000 '"$R0\sori.exe" do quit'
    Pop $R8
  ${EndIf}
FunctionEnd

; Move what is in $R0 aside; Windows refuses that while any of it runs, so $R9 is "no" and nothing was changed.
Function ${UN}PutAside
  Call ${UN}CloseSori
  StrCpy $R7 0
  ${Do}
    StrCpy $R9 "yes"
    ${If} ${FileExists} "$R0\_internal\*.*"
      ; An upgrade that was cut off leaves one behind.
      RMDir /r "$R0\_internal.before"
      ClearErrors
      Rename "$R0\_internal" "$R0\_internal.before"
      ${If} ${Errors}
        StrCpy $R9 "no"
      ${EndIf}
    ${EndIf}
    ${If} $R9 == "yes"
      ${ExitDo}
    ${EndIf}
    IntOp $R7 $R7 + 1
    ${If} $R7 < 30
      Sleep 500
    ${Else}
      StrCpy $R7 20
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" /SD IDCANCEL IDRETRY +2
      ${ExitDo}
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro Closing ""
!insertmacro Closing "un."

!macro PutProgramBack NAME
  Delete "$INSTDIR\${NAME}.new"
  ${If} ${FileExists} "$INSTDIR\${NAME}.before"
    Delete "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}.before" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

Function PutBack
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\_internal"
  Rename "$INSTDIR\_internal.before" "$INSTDIR\_internal"
  !insertmacro PutProgramBack "sori.exe"
  !insertmacro PutProgramBack "sori-desktop.exe"
  RMDir "$INSTDIR"
FunctionEnd

; Cancel, or a file that cannot be written
Function .onInstFailed
  Call PutBack
FunctionEnd

; ---- Installing -----------------------------------------------------------------------------------

Section "Sori"
  ; What a function copies is not counted by itself.
  AddSize ${INSTALLED_KB}
  StrLen $0 "$INSTDIR"
  ${If} $0 > ${MOST_LETTERS}
    ${EndBecause} "$(PathTooLong)"
  ${EndIf}
  StrCpy $R0 "$INSTDIR"
  Call PutAside
  ${If} $R9 == "no"
    ${EndBecause} "$(NotClosed)"
  ${EndIf}
  Call CopyFiles
  ${If} $R9 == "no"
    Call PutBack
    ${EndBecause} "$(NotCopied)"
  ${EndIf}
  Call RemoveElsewhere
  Call TellWindows
  Call DoOptions
  ; Icons and menus are read anew: SHCNE_ASSOCCHANGED.
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Only names change once everything is on the disk, so that the executables always fit what is in _internal.
!macro ExchangeProgram NAME
  Delete "$INSTDIR\${NAME}.before"
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}" "$INSTDIR\${NAME}.before"
  ${EndIf}
  Rename "$INSTDIR\${NAME}.new" "$INSTDIR\${NAME}"
!macroend

; $R9 is "no" if something could not be written. (Asking for the error flag takes it away.)
Function CopyFiles
  StrCpy $R9 "no"
  ClearErrors
  SetOutPath "$INSTDIR\_internal"
  File /r "${INTERNAL}"
  SetOutPath "$INSTDIR"
  File "/oname=LICENSE.txt" "${LICENCE}"
  File "/oname=sori.exe.new" "${COMMAND}"
  File "/oname=sori-desktop.exe.new" "${WINDOW}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${IfNot} ${Errors}
    !insertmacro ExchangeProgram "sori.exe"
    !insertmacro ExchangeProgram "sori-desktop.exe"
    ${IfNot} ${Errors}
      StrCpy $R9 "yes"
      Delete "$INSTDIR\sori.exe.before"
      Delete "$INSTDIR\sori-desktop.exe.before"
      RMDir /r "$INSTDIR\_internal.before"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Whoever chose another folder this time does not want two.
Function RemoveElsewhere
  ${If} $BeforeFolder != ""
  ${AndIf} $BeforeFolder != $INSTDIR
  ${AndIf} ${FileExists} "$BeforeFolder\uninstall.exe"
    ExecWait '"$BeforeFolder\uninstall.exe" /S _?=$BeforeFolder'
    Delete "$BeforeFolder\uninstall.exe"
    RMDir "$BeforeFolder"
  ${EndIf}
FunctionEnd

Function TellWindows
  CreateShortcut "$SMPROGRAMS\Sori.lnk" "$INSTDIR\sori-desktop.exe" "" "" 0 SW_SHOWNORMAL "" "$(ShortcutText)"
  WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${OWN_KEY}" "Version" "${VERSION}"
  WriteRegStr HKCU "${OWN_KEY}" "Edition" "${EDITION}"
  ; So that "sori" can be typed where Windows runs programs. The user's PATH is left alone.
  WriteRegStr HKCU "${PATHS_KEY}\sori.exe" "" "$INSTDIR\sori.exe"
  WriteRegStr HKCU "${PATHS_KEY}\sori-desktop.exe" "" "$INSTDIR\sori-desktop.exe"
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayName" "Sori"
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED_KEY}" "DisplayIcon" "$INSTDIR\sori-desktop.exe,0"
  WriteRegStr HKCU "${LISTED_KEY}" "Publisher" "Sori"
  WriteRegStr HKCU "${LISTED_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED_KEY}" "EstimatedSize" ${INSTALLED_KB}
  WriteRegDWORD HKCU "${LISTED_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED_KEY}" "NoRepair" 1
FunctionEnd

Function DoOptions
  DeleteRegKey HKCU "${VERB_KEY}"
  ${If} $Describe == "yes"
    WriteRegStr HKCU "${VERB_KEY}" "" "$(DescribeVerb)"
    WriteRegStr HKCU "${VERB_KEY}" "Icon" '"$INSTDIR\sori-desktop.exe",0'
    WriteRegStr HKCU "${VERB_KEY}" "MultiSelectModel" "Single"
    WriteRegStr HKCU "${VERB_KEY}" "NeverDefault" ""
    WriteRegStr HKCU "${VERB_KEY}\command" "" '"$INSTDIR\sori-desktop.exe" "%1"'
  ${EndIf}
  DeleteRegValue HKCU "${START_KEY}" "Sori"
  ${If} $Autostart == "yes"
    WriteRegStr HKCU "${START_KEY}" "Sori" '"$INSTDIR\sori-desktop.exe"'
  ${EndIf}
  Delete "$DESKTOP\Sori.lnk"
  ${If} $OnDesktop == "yes"
    CreateShortcut "$DESKTOP\Sori.lnk" "$INSTDIR\sori-desktop.exe" "" "" 0 SW_SHOWNORMAL "" "$(ShortcutText)"
  ${EndIf}
FunctionEnd

; ---- Removing: what is ours by name, never a whole folder that was chosen -------------------------

Function un.ShowData
  !insertmacro MUI_HEADER_TEXT "$(KeepTitle)" "$(KeepText)"
  nsDialogs::Create 1018
  Pop $0
  !insertmacro ShowBox $Box1 0u "$(DeleteData)" $DeleteData
  ${NSD_SetFocus} $Box1
  nsDialogs::Show
FunctionEnd

Function un.TakeData
  !insertmacro TakeBox $Box1 $DeleteData
FunctionEnd

Section "Uninstall"
  StrCpy $R0 "$INSTDIR"
  Call un.PutAside
  ${If} $R9 == "no"
    ${EndBecause} "$(NotClosed)"
  ${EndIf}
  RMDir /r "$INSTDIR\_internal.before"
  Delete "$INSTDIR\sori.exe"
  Delete "$INSTDIR\sori-desktop.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Sori.lnk"
  Delete "$DESKTOP\Sori.lnk"
  DeleteRegValue HKCU "${START_KEY}" "Sori"
  DeleteRegKey HKCU "${VERB_KEY}"
  DeleteRegKey HKCU "${PATHS_KEY}\sori.exe"
  DeleteRegKey HKCU "${PATHS_KEY}\sori-desktop.exe"
  DeleteRegKey HKCU "${LISTED_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ; Asked on the page before; silent never says yes.
  ${If} $DeleteData == "yes"
    RMDir /r "$LOCALAPPDATA\sori"
  ${EndIf}
SectionEnd
