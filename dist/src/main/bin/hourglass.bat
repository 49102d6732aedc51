@echo off
rem Starts the Hourglass of the package that this file lies in, on a JDK or JRE 25 or newer.
rem   HOURGLASS_JAVA_OPTS   more options for the JVM, such as -Xmx8g
setlocal
set "root=%~dp0.."
set "java="
if exist "%root%\runtime\bin\java.exe" set "java=%root%\runtime\bin\java.exe"
if not defined java if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if not defined java for %%j in (java.exe) do set "java=%%~$PATH:j"
if not defined java goto none
"%java%" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xms32m -XX:MaxRAMPercentage=50 %HOURGLASS_JAVA_OPTS% -cp "%root%\lib\*" dev.hourglass.cli.Main %*
set "code=%ERRORLEVEL%"
if "%code%"=="0" exit /b 0
rem An older Java does not know the options above, and says so in its own words.
for %%d in ("%java%") do set "release=%%~dpd..\release"
if not exist "%release%" exit /b %code%
findstr /r /c:"JAVA_VERSION=.2[5-9]" /c:"JAVA_VERSION=.[3-9][0-9]" "%release%" >nul && exit /b %code%
echo hourglass: %java% is older than Java 25.>&2
goto remedy
:none
set "code=1"
echo hourglass: found no Java 25 or newer (looked at JAVA_HOME and the PATH).>&2
:remedy
echo   Get one from https://adoptium.net; then set JAVA_HOME to its folder and start again.>&2
exit /b %code%
